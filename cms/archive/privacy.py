"""A folder of files -> proof that no name and no address of anybody who must not be named stands in it.

Looks into zips (books, learning packages, zips a language, web archives) as well as at plain files.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from cms.export.check import People
from cms.export.check.private import BUILT, READ, PrivateTexts

# Beside what a site is made of: sources, translations, books, records of a package.
TEXTS = READ | {".csv", ".jsonl", ".md", ".opf", ".po", ".vtt", ".xhtml", ".yaml"}
ZIPS = frozenset({".zip", ".epub", ".wacz"})


@dataclass(frozen=True)
class Scan:
    """What was looked through, for how many names and addresses, and what was found, a line each."""

    files: int
    people: int
    findings: tuple[str, ...]


def scan(folder: Path, paths: Iterable[Path], people: People) -> Scan:
    """Look through files below a folder for the people; the same bytes are read once."""
    private = PrivateTexts(people)
    seen: set[bytes] = set()
    findings: list[str] = []
    files = 0
    for path in sorted(paths):
        files += 1
        for inner, content in _texts(path.relative_to(folder).as_posix(), path.read_bytes()):
            digest = hashlib.sha256(content).digest()
            if digest not in seen:
                seen.add(digest)
                # The check knows its own kinds by their ending; all others are text as well.
                findings += [f"{inner}: {fault}" for fault in private.faults(_as_known(inner), content)]
    looked_for = len({text for text in people.private if text not in people.public})
    return Scan(files, looked_for, tuple(findings))


def _texts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what can be read in a file: itself, or what it holds, by a name that says where."""
    ending = PurePosixPath(name).suffix
    if ending in ZIPS:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                if not inner.endswith("/"):
                    yield from _texts(f"{name}/{inner}", archive.read(inner))
    elif name.endswith(".warc.gz"):
        for record in ArchiveIterator(io.BytesIO(content)):
            if record.rec_type == "response":
                path = urlsplit(record.rec_headers.get_header("WARC-Target-URI")).path
                page = "index.html" if path.endswith("/") else ""
                yield from _texts(f"{name}{path}{page}", record.content_stream().read())
    elif ending in TEXTS:
        yield name, content


def _as_known(name: str) -> str:
    """Return a name by which the check knows what it reads: text, and whether it was built with the software."""
    is_built = f"/{BUILT}" in f"/{name}"
    plain = PurePosixPath(name).name if PurePosixPath(name).suffix in READ else f"{PurePosixPath(name).name}.txt"
    return f"{BUILT}{plain}" if is_built else plain
