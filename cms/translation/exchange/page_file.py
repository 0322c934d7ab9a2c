"""What a file of the exchange says, whatever its format: a page with its messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1

DIGITS = 12


class FileError(ValueError):
    """A file that cannot be read; `line` counts from 1, or is 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        """Keep the line beside the words."""
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class FileMessage:
    """One text of a page in a file.

    Attributes:
        context: the path of readable keys to it, as in the .po files of content/.
        source: the English text, in Markdown where it is rich.
        target: the translation, "" where there is none.
        fuzzy: the translation stands, and a person should look at it again.
        previous: the English text that the translation was made for, where that was another one.
        state: digest of what was stored when the file was written, "" where the file does not say.
        approved: readers see this translation.
        notes: what the translator should know, a line each.
        maximum: how many characters the translation may have, 0 where there is no limit.
        line: its line in the file.
        given_id: its `id` as the file has it, "" where the format has none; tools may have touched the source text.
        fault: why it cannot be taken, though the file can be read.
    """

    context: str
    source: str
    target: str = ""
    fuzzy: bool = False
    previous: str = ""
    state: str = ""
    approved: bool = False
    notes: Sequence[str] = ()
    maximum: int = 0
    line: int = 0
    given_id: str = ""
    fault: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes a message the same one."""
        return (self.context, self.source)

    @property
    def id(self) -> str:
        """A name for it within its page, of letters, digits, hyphens and dots: the same in every file."""
        return f"{self.context}-{digest(self.source)}"


@dataclass
class PageFile:
    """A page in one language, as one file.

    Attributes:
        page: path of the page on the site, "" for the home page; None where the file does not say.
        key: the page's translation key, which stays when it is moved; "" where the file does not say.
        language: code of the language translated into, "" where the file does not say.
        exported: when the file was written by the desk, None where it does not say.
        addresses: where the page is read in the language translated into, and in English.
        messages: its texts, in the order of the page.
    """

    page: str | None
    key: str
    language: str
    exported: datetime | None
    addresses: Sequence[str] = ()
    messages: list[FileMessage] = field(default_factory=list)


def digest(*words: str) -> str:
    """Return a short digest of words."""
    return sha1("\n".join(words).encode(), usedforsecurity=False).hexdigest()[:DIGITS]


def state_of(target: str, *, fuzzy: bool) -> str:
    """Return the digest of a stored translation: equal as long as nobody has changed it."""
    return digest(target, "fuzzy" if fuzzy else "")


def read_time(words: str | None) -> datetime | None:
    """Return the time that a file names in ISO 8601 with its zone, None where it names none."""
    try:
        time = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return time if time.tzinfo else None
