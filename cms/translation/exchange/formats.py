"""The formats of the exchange by name, and the reader for a file of any of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.translation.exchange import po, xliff
from cms.translation.exchange.page_file import FileError, PageFile


@dataclass(frozen=True)
class Format:
    """A format that pages are written in: the ending of its files, words for people, and the writer."""

    ending: str
    label: Any
    write: Callable[[PageFile], bytes]


FORMATS = {
    "po": Format(".po", _("PO (gettext), for Poedit and most other tools"), po.write),
    "xliff-1.2": Format(".xlf", _("XLIFF 1.2, for most translation programs"), xliff.write_1),
    "xliff-2.0": Format(".xlf", _("XLIFF 2.0"), xliff.write_2),
}
READERS: dict[str, Callable[[bytes], list[PageFile]]] = {
    ".po": po.read,
    ".xlf": xliff.read,
    ".xliff": xliff.read,
}


def can_read(name: str) -> bool:
    """Tell whether the ending of a file's name is that of a format."""
    return PurePosixPath(name).suffix.lower() in READERS


def read(name: str, content: bytes) -> list[PageFile]:
    """Return the pages that a file holds; the ending of its name says which format it is.

    Raises:
        FileError: a name with another ending, or a file that is not what its name says.
    """
    if not can_read(name):
        raise FileError(f"neither of these: {', '.join(READERS)}.")
    return READERS[PurePosixPath(name).suffix.lower()](content)
