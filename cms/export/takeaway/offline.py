"""Editions -> what a browser needs to keep them: the service worker, and a list of files with their sizes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cms.export.files import SHOWN
from cms.export.known.release import File
from cms.export.plan import Output
from cms.export.takeaway.editions import Edition, digest

INDEX = "index.html"


def kept_files(edition: Edition, files: Mapping[str, File], unkept: Iterable[Output]) -> dict[str, File]:
    """Return the files that a browser keeps of an edition, by the address they are asked for at.

    `unkept` are the pages that say, in each language, that a page was not kept.
    """
    # Of the badges' record, the page that checks them reads the script alone.
    shared = (path for path in edition.shared if path.startswith(SHOWN) or path.endswith(".js"))
    paths = [*(item.path for item in (*edition.outputs, *unkept)), *shared]
    return {_asked_for(path): files[path] for path in paths}


def kept_list(language: str, kept: Mapping[str, File]) -> bytes:
    """Return the list of an edition: every address with its SHA-256 and its size in bytes."""
    entries = [
        {"address": address, "sha256": kept[address].sha256, "bytes": kept[address].size} for address in sorted(kept)
    ]
    return _json({"language": language, **_summary(kept), "files": entries})


def kept_sizes(editions: Mapping[str, Mapping[str, File]]) -> bytes:
    """Return the version and size of every language's edition, and the size of all of them together."""
    everything = {address: file for kept in editions.values() for address, file in kept.items()}
    languages = {language: _summary(kept) for language, kept in editions.items()}
    return _json({"languages": languages, **_summary(everything)})


def worker(source: bytes, kept: Iterable[str]) -> bytes:
    """Return the service worker: its source, told which folders and files at the root belong to the site.

    The same host may serve other things (the CMS, the endpoint), which are none of its business.
    """
    names = sorted({address.split("/", 1)[0] for address in kept})
    return f"self.perennial={json.dumps(names, separators=(',', ':'))};\n".encode() + source


def _asked_for(path: str) -> str:
    """Return the address that a file is asked for at: a page at its folder."""
    return path.removesuffix(INDEX) if path == INDEX or path.endswith(f"/{INDEX}") else path


def _summary(kept: Mapping[str, File]) -> dict[str, Any]:
    return {"version": digest(kept)[:16], "bytes": sum(file.size for file in kept.values())}


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
