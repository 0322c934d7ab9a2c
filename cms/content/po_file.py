"""gettext .po files <-> messages, by polib; one way to write them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

HEADER = {
    "Project-Id-Version": "Perennial",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
_NO_WRAP = 0  # one line a text: a diff then shows just the text that changed
# polib drops what it cannot read of a text whose quotation marks do not close; so each line is looked at before.
_LINE = re.compile(r'(?:#.*|(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*"(?:[^"\\]|\\.)*")?')
_NOT_PO = "not a .po file: a line is neither msgctxt, msgid, msgstr nor a comment, or a quotation mark is missing."


@dataclass(frozen=True)
class Message:
    """One text to translate.

    Attributes:
        context: the path of ids to it.
        source: the English text.
        target: its translation, "" where there is none.
        fuzzy: the translation stands, and a person should review it.
        previous: the English text that the translation was made for, where that was another one.
        line: its line in the file, 0 where it was not read from one.
        comment: what the translator should know, in lines; the files of content/ have none.
    """

    context: str
    source: str
    target: str = ""
    fuzzy: bool = False
    previous: str = ""
    line: int = 0
    comment: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes a message the same one."""
        return (self.context, self.source)


class PoError(ValueError):
    """A file that gettext cannot read; `line` counts from 1, or is 0."""

    def __init__(self, line: int, message: str) -> None:
        """Keep the line beside the words."""
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class PoFile:
    """What stands in a .po file: the fields of its header by name, and its messages without obsolete ones."""

    header: Mapping[str, str]
    messages: list[Message]

    @property
    def language(self) -> str:
        """The language code that the header names, "" where it names none."""
        return self.header.get("Language", "")


def parse(path: Path) -> tuple[str, list[Message]]:
    """Return the language the file names and its messages, obsolete ones left out.

    Raises:
        PoError: not UTF-8 or not a .po file.
    """
    file = parse_bytes(path.read_bytes())
    return file.language, file.messages


def parse_bytes(content: bytes) -> PoFile:
    """Return what stands in the bytes of a .po file.

    Raises:
        PoError: not UTF-8 or not a .po file.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PoError(0, "not UTF-8: save the file as UTF-8.") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line.strip()):
            raise PoError(number, _NOT_PO)
    try:
        # With a line end, so that polib cannot take it for the name of a file.
        file = polib.pofile(f"{text}\n")
    except OSError as error:
        # polib reports syntax errors as OSError: "Syntax error in po file … (line 12): …"
        number = int("".join(filter(str.isdigit, str(error).partition("(line ")[2].partition(")")[0])) or 0)
        raise PoError(number, _NOT_PO) from error
    return PoFile(file.metadata, [_message(entry) for entry in file if not entry.obsolete])


def _message(entry: polib.POEntry) -> Message:
    return Message(
        entry.msgctxt or "",
        entry.msgid,
        entry.msgstr,
        fuzzy="fuzzy" in entry.flags,
        previous=entry.previous_msgid or "",
        line=entry.linenum or 0,
        comment=entry.comment,
    )


def write(language: str, messages: Iterable[Message], header: Mapping[str, str] | None = None) -> str:
    """Return the messages as the text of a .po file, in their order; `header` are further fields of its header."""
    file = polib.POFile(wrapwidth=_NO_WRAP)
    file.metadata = {**HEADER, "Language": language, **(header or {})}
    for message in messages:
        entry = polib.POEntry(
            msgctxt=message.context, msgid=message.source, msgstr=message.target, comment=message.comment
        )
        if message.fuzzy:
            entry.flags, entry.previous_msgid = ["fuzzy"], message.previous or None
        file.append(entry)
    return str(file)
