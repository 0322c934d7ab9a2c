"""Everything of the site that is not rendered: built assets, the pictures that pages show, the badges' record."""

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings

from cms.assets import built_names, manifest_file
from cms.export.media import local_file

# In HTML whose addresses begin at the root of the site; a srcset has several. What stands before is looked at late:
# the search for a pattern that begins with plain text is ten times as fast.
_REFERENCE = re.compile(r'/((?:assets/(?<=["\s,]/assets/)|media/(?<=["\s,]/media/))[^"\s,?#]+)')
_STYLE_REFERENCE = re.compile(r"""url\(["']?(?!data:|#)([^"')]+)""")
# What pages show lies in these folders; all else that is copied is the badges' record.
SHOWN = ("assets/", "media/")
LICENCES = "assets/licences.txt"


class MissingFileError(Exception):
    """A file that the site needs is not there; the message says which and what to run."""


def manifest() -> dict[str, str]:
    """Return the names of the built assets: plain name -> name with its fingerprint.

    Raises:
        MissingFileError: the assets are not built.
    """
    if not manifest_file().is_file():
        raise MissingFileError(f"{manifest_file()} is missing: run `make assets`.")
    return built_names()


def asset_paths() -> dict[str, Path]:
    """Return where the built assets lie, by their address in the site.

    Raises:
        MissingFileError: the assets are not built.
    """
    folder = Path(settings.ASSETS_DIR)
    names = sorted(set(manifest().values()))
    # The licences of the libraries that the scripts contain parts of go with them.
    names += ["licences.txt"] if (folder / "licences.txt").is_file() else []
    return {f"assets/{name}": folder / name for name in names}


def record_files() -> dict[str, bytes]:
    """Return the badges' public record, and the same as a script for the verify page (file:// has no fetch).

    Raises:
        MissingFileError: there is no key to sign the status lists with, or a badge's picture is missing.
    """
    # Signing brings a library along that takes as long to load as all of Django; most exports sign nothing.
    from cms.issuance.credentials.errors import CredentialError
    from cms.issuance.record.files import public_record, status_lists, verifier_record

    try:
        lists = status_lists()
        data = json.dumps(verifier_record(lists), ensure_ascii=False, separators=(",", ":"))
        return {**public_record(lists), "record.js": f"window.PERENNIAL_RECORD={data};\n".encode()}
    except CredentialError as error:
        raise MissingFileError(str(error)) from error


def kept_record_files(site: Path) -> dict[str, bytes]:
    """Return the badges' record of an earlier export as it is: no database and no key is needed, nothing is signed.

    Raises:
        MissingFileError: `site` holds no such record.
    """
    from cms.issuance.record.files import RECORD_FILES, RECORD_FOLDERS

    paths = [site / name for name in ("record.js", *RECORD_FILES) if (site / name).is_file()]
    paths += [path for folder in RECORD_FOLDERS for path in sorted((site / folder).rglob("*"))]
    files = {
        str(path.relative_to(site)): path.read_bytes()
        for path in paths
        if path.is_file() and path.suffix not in {".gz", ".br"}
    }
    if "record.js" not in files or "status/1.json" not in files:
        raise MissingFileError(f"{site} holds no badge record (record.js, status/1.json): give an exported site.")
    return files


def worker_file() -> bytes:
    """Return the built service worker.

    Raises:
        MissingFileError: the assets are not built.
    """
    path = Path(settings.ASSETS_DIR) / "sw.js"
    if not path.is_file():
        raise MissingFileError(f"{path} is missing: run `make assets`.")
    return path.read_bytes()


def shown_files(page: str) -> frozenset[str]:
    """Return the addresses of the assets and pictures that a page shows; on the page they begin at the root."""
    return frozenset(unquote(address) for address in set(_REFERENCE.findall(page)))


def shown_by_style(address: str, style: str) -> frozenset[str]:
    """Return the addresses of the assets that a style sheet at `address` shows."""
    folder = posixpath.dirname(address)
    return frozenset(posixpath.normpath(posixpath.join(folder, name)) for name in _STYLE_REFERENCE.findall(style))


def with_their_own(
    addresses: Iterable[str], copied: Collection[str], styles: Mapping[str, Collection[str]]
) -> set[str]:
    """Return the addresses with what the style sheets among them show in turn, and the licences of all."""
    found = {*addresses, *({LICENCES} & set(copied))}
    return found.union(*(styles[address] for address in found & styles.keys()))


def media_paths(shown: Iterable[str]) -> dict[str, Path]:
    """Return where the pictures and recordings lie that pages show, by their address in the site.

    Raises:
        MissingFileError: a page shows a file that is gone from the bucket.
    """
    names = (address.removeprefix("media/") for address in sorted(shown) if address.startswith("media/"))
    try:
        return {f"media/{name}": local_file(name) for name in names}
    except FileNotFoundError as error:
        raise MissingFileError(f"{error}, and a page shows it.") from error
