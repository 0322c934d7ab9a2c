"""Everything of the site that is not rendered: built assets, the pictures that pages show, the badges' record."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from cms.issuance.record import public_record, verifier_record

_MEDIA = re.compile(rb'(?:src|href|srcset)="[^"]*?((?:\.\./)*media/[^"\s,]+)|,\s*((?:\.\./)*media/[^"\s,]+)')


class MissingFileError(Exception):
    """A file that the site needs is not there; the message says which and what to run."""


def asset_files() -> dict[str, bytes]:
    """Return the built assets by their address in the site.

    Raises:
        MissingFileError: the assets are not built.
    """
    folder = Path(settings.ASSETS_DIR)
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        raise MissingFileError(f"{manifest} is missing: run `make assets`.")
    names = sorted(set(json.loads(manifest.read_text("utf-8")).values()))
    # The licences of the libraries that the scripts contain parts of go with them.
    names += ["licences.txt"] if (folder / "licences.txt").is_file() else []
    return {f"assets/{name}": (folder / name).read_bytes() for name in names}


def record_files() -> dict[str, bytes]:
    """Return the badges' public record, and the same as a script for the verify page (file:// has no fetch).

    Raises:
        CredentialError: there is no key to sign the status lists with, or a badge's picture is missing.
    """
    data = json.dumps(verifier_record(), ensure_ascii=False, separators=(",", ":"))
    return {**public_record(), "record.js": f"window.PERENNIAL_RECORD={data};\n".encode()}


def kept_record_files(site: Path) -> dict[str, bytes]:
    """Return the badges' record of an earlier export as it is: no database and no key is needed, nothing is signed.

    Raises:
        MissingFileError: `site` holds no such record.
    """
    names = ["record.js", "issuer.json", "did.json", ".well-known/did.json"]
    paths = [site / name for name in names if (site / name).is_file()]
    paths += [path for folder in ("achievements", "status") for path in sorted((site / folder).rglob("*"))]
    files = {
        str(path.relative_to(site)): path.read_bytes()
        for path in paths
        if path.is_file() and path.suffix not in {".gz", ".br"}
    }
    if "record.js" not in files or "status/1.json" not in files:
        raise MissingFileError(f"{site} holds no badge record (record.js, status/1.json): give an exported site.")
    return files


def media_files(pages: Iterable[bytes]) -> dict[str, bytes]:
    """Return the pictures that the rendered pages show, and no others.

    Raises:
        MissingFileError: a page shows a picture whose file is gone.
    """
    found: set[str] = set()
    for page in pages:
        for first, second in _MEDIA.findall(page):
            found.add((first or second).decode().lstrip("./"))
    files = {}
    for address in sorted(found):
        path = Path(settings.MEDIA_ROOT) / address.removeprefix("media/")
        if not path.is_file():
            raise MissingFileError(f"{path} is missing, and a page shows it.")
        files[address] = path.read_bytes()
    return files
