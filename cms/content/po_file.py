"""gettext .po files <-> messages, by polib; one way to write them."""

from collections.abc import Iterable
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
    """

    context: str
    source: str
    target: str = ""
    fuzzy: bool = False
    previous: str = ""
    line: int = 0

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


def parse(path: Path) -> tuple[str, list[Message]]:
    """Return the language the file names and its messages, obsolete ones left out.

    Raises:
        PoError: not UTF-8 or not a .po file.
    """
    try:
        file = polib.pofile(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise PoError(0, "not UTF-8: save the file as UTF-8.") from error
    except OSError as error:
        # polib reports syntax errors as OSError: "Syntax error in po file … (line 12): …"
        line = int("".join(filter(str.isdigit, str(error).partition("(line ")[2].partition(")")[0])) or 0)
        raise PoError(line, "not a .po file: a line is neither msgctxt, msgid, msgstr nor a comment.") from error
    messages = [
        Message(
            entry.msgctxt or "",
            entry.msgid,
            entry.msgstr,
            fuzzy="fuzzy" in entry.flags,
            previous=entry.previous_msgid or "",
            line=entry.linenum or 0,
        )
        for entry in file
        if not entry.obsolete
    ]
    return file.metadata.get("Language", ""), messages


def write(language: str, messages: Iterable[Message]) -> str:
    """Return the messages as the text of a .po file, in their order."""
    file = polib.POFile(wrapwidth=_NO_WRAP)
    file.metadata = {**HEADER, "Language": language}
    for message in messages:
        entry = polib.POEntry(msgctxt=message.context, msgid=message.source, msgstr=message.target)
        if message.fuzzy:
            entry.flags, entry.previous_msgid = ["fuzzy"], message.previous or None
        file.append(entry)
    return str(file)
