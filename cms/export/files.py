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
    """Return the badges' public record, and the same as a script for the verify page (file:// has no fetch)."""
    data = json.dumps(verifier_record(), ensure_ascii=False, separators=(",", ":"))
    return {**public_record(), "record.js": f"window.PERENNIAL_RECORD={data};\n".encode()}


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
