"""A book -> an EPUB 3 file (https://www.w3.org/TR/epub-33/), the same bytes for the same words and date."""

import uuid
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from lxml import html

from cms.archive.chapters import Chapter, write_chapter
from cms.archive.editions import Book
from cms.export.write.media_types import media_type
from cms.export.write.zips import zip_files

CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def epub(book: Book, made: date) -> bytes:
    """Return the book as an EPUB; `made` is the day it tells as its last change."""
    with translation.override(book.language):
        context = _context(book, made)
        texts = {
            "nav.xhtml": render_to_string("books/nav.xhtml", context).lstrip().encode(),
            "package.opf": render_to_string("books/package.opf", context).lstrip().encode(),
        }
        title = title_page(book, made)
    pictures = {path: f"pictures/{PurePosixPath(path).name}" for path in book.pictures}
    chapters = {
        f"{chapter.name}.xhtml": write_chapter(chapter, "book.css", book.link(".xhtml"), pictures.__getitem__)
        for chapter in (title, *book.chapters)
    }
    content = {
        **texts,
        **chapters,
        "book.css": style_sheet().encode(),
        **{name: book.site.files[path] for path, name in pictures.items()},
    }
    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.encode(),
        **{f"book/{name}": data for name, data in content.items()},
    }
    return zip_files(files, first=["mimetype"], stored=["mimetype"])


def title_page(book: Book, made: date) -> Chapter:
    """Return the page after the cover: title, funding, licence. Its words are in the language that is active."""
    context = {
        "title": book.title,
        "cover": book.cover,
        "site_name": book.site.name(book.language),
        "date": made,
        "funding": book.site.funding(book.language),
        "facts": book.site.facts,
        "base_url": book.site.base_url,
        "language": book.language,
    }
    body = html.document_fromstring(render_to_string("books/title.html", context)).body
    return Chapter("/title/", book.language, book.direction, book.title, body, frozenset({book.cover}))


def style_sheet() -> str:
    """Return the style sheet of books."""
    return (Path(settings.SITE_SOURCE_DIR) / "assets" / "css" / "book.css").read_text("utf-8")


def _context(book: Book, made: date) -> dict[str, Any]:
    pictures = [
        {
            "name": f"pictures/{PurePosixPath(path).name}",
            "type": media_type(path),
            "is_cover": path == book.cover,
        }
        for path in book.pictures
    ]
    return {
        "language": book.language,
        "direction": book.direction,
        "title": book.title,
        "identifier": uuid.uuid5(uuid.NAMESPACE_URL, f"{book.site.base_url}/{book.name}").urn,
        "facts": book.site.facts,
        "base_url": book.site.base_url,
        "date": made,
        "chapters": book.chapters,
        "pictures": pictures,
    }
