"""A page of the exchange <-> the bytes of a .po file."""

import re

from cms.content import po_file
from cms.content.po_file import Message, PoError
from cms.translation.exchange.page_file import FileError, FileMessage, PageFile, read_time

PAGE, KEY, EXPORTED = "X-Perennial-Page", "X-Perennial-Key", "X-Perennial-Exported"
HOME = "home"
_STATE = re.compile(r"\[state ([0-9a-f]+)\]")


def write(page: PageFile) -> bytes:
    """Return the page as a .po file; what the translator should know stands in comments."""
    header = {PAGE: page.page or HOME, KEY: page.key}
    if page.exported:
        header[EXPORTED] = page.exported.isoformat()
    return po_file.write(page.language, map(_to_po, page.messages), header).encode()


def _to_po(message: FileMessage) -> Message:
    notes = [*message.notes, f"[state {message.state}]"] if message.state else message.notes
    return Message(
        message.context,
        message.source,
        message.target,
        fuzzy=message.fuzzy,
        previous=message.previous,
        comment="\n".join(notes),
    )


def read(content: bytes) -> list[PageFile]:
    """Return the page that a .po file holds, in a list of one.

    Raises:
        FileError: not a .po file in UTF-8.
    """
    try:
        file = po_file.parse_bytes(content)
    except PoError as error:
        raise FileError(str(error), error.line) from error
    name = file.header.get(PAGE)
    page = PageFile(
        page="" if name == HOME else name,
        key=file.header.get(KEY, ""),
        language=file.language,
        exported=read_time(file.header.get(EXPORTED)),
    )
    page.messages = [_from_po(message) for message in file.messages]
    return [page]


def _from_po(message: Message) -> FileMessage:
    lines = message.comment.splitlines()
    states = [match[1] for line in lines if (match := _STATE.fullmatch(line))]
    return FileMessage(
        message.context,
        message.source,
        message.target,
        fuzzy=message.fuzzy,
        previous=message.previous,
        state=states[-1] if states else "",
        notes=[line for line in lines if not _STATE.fullmatch(line)],
        line=message.line,
    )
