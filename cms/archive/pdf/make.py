"""Books -> tagged PDFs (PDF/UA-1), the same bytes for the same words and date; kept by what they are made of.

They are typeset by a program of its own, several at a time: that needs much memory for a moment, and a fault in one
book is told by its name.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cms.archive.chapters import Chapter
from cms.archive.editions import Book
from cms.archive.epub import title_page
from cms.archive.pdf.nodes import Lead, anchors_of, blocks_of
from cms.cache import Cache
from cms.colours import LIGHT
from cms.issuance.credentials.baking import font_paths
from cms.typesetting import PROGRAM, Job, TypesettingError, typeset

PAGE = Path(__file__).with_name("book.typ")
SECONDS = 300


class FontMissingError(Exception):
    """A book cannot be typeset; the message names it and says why. In most cases no font has its letters."""


def pdf_books(books: Sequence[Book], made: date) -> Iterator[tuple[Book, bytes | FontMissingError]]:
    """Yield each book with its PDF, or with why there is none.

    Args:
        books: what to typeset.
        made: the day that the books name.

    Raises:
        ArtworkMissingError: the fonts are not built.
    """
    fonts = font_paths()
    cache = Cache("pdf")
    common = _digest(
        [PAGE.read_bytes(), PROGRAM.read_bytes(), version("typst").encode(), repr(LIGHT).encode(), *_read(fonts)]
    )

    def make(book: Book) -> bytes | FontMissingError:
        data = _data(book, made)
        pictures = {name: book.site.files[path] for path, name in _pictures(book).items()}
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        key = _digest([common.encode(), text.encode(), *pictures.values()])
        try:
            return cache.get(key, lambda: _typeset(book, text, pictures, fonts, made))
        except FontMissingError as error:
            return error

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from zip(books, pool.map(make, books), strict=True)


def _data(book: Book, made: date) -> dict[str, Any]:
    """Return all that the page needs to know of a book."""
    places = {f"/{chapter.address}": chapter for chapter in book.chapters}
    nowhere: Lead = lambda address: ("", False)  # noqa: E731 - the first reading only asks what there is
    anchors = {address: set(anchors_of(blocks_of(chapter, nowhere))) for address, chapter in places.items()}

    def lead(address: str) -> tuple[str, bool]:
        path, _sign, anchor = address.partition("#")
        if path in places:
            name = places[path].name
            return (f"{name}:{anchor}" if anchor in anchors[path] else name), True
        return (
            address if "://" in address or address.startswith("mailto:") else f"{book.site.base_url}{address}"
        ), False

    with translation.override(book.language):
        title = title_page(book, made)
        contents = _("Contents")
    return {
        "title": book.title,
        "author": book.site.facts["issuer"]["name"],
        "language": book.language,
        "direction": book.direction,
        "contents": contents,
        "depth": 2 if book.slug else 1,
        "pictures": _pictures(book),
        "chapters": [_chapter(chapter, lead) for chapter in (title, *book.chapters)],
    }


def _chapter(chapter: Chapter, lead: Lead) -> dict[str, Any]:
    return {
        "name": chapter.name,
        "language": chapter.language,
        "direction": chapter.direction,
        "c": blocks_of(chapter, lead),
    }


def _pictures(book: Book) -> dict[str, str]:
    """Return a short name for each picture of the book, by its address in the site."""
    return {path: f"{n}{PurePosixPath(path).suffix}" for n, path in enumerate(book.pictures)}


def _typeset(book: Book, text: str, pictures: Mapping[str, bytes], fonts: Sequence[Path], made: date) -> bytes:
    moment = int(datetime.combine(made, time(), UTC).timestamp())
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        root = Path(folder)
        for name, content in pictures.items():
            (root / name).write_bytes(content)
        (root / "book.json").write_text(text, "utf-8")
        page = root / PAGE.name
        page.write_bytes(PAGE.read_bytes())
        try:
            return typeset(Job(page, fonts, moment), SECONDS)
        except TimeoutError:
            raise FontMissingError(f"{book.name}.pdf was not ready after {SECONDS} seconds.") from None
        except TypesettingError as error:
            raise FontMissingError(f"{book.name}.pdf cannot be typeset (has any font its letters?): {error}") from None


def _read(paths: Sequence[Path]) -> list[bytes]:
    return [path.read_bytes() for path in paths]


def _digest(parts: Sequence[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
