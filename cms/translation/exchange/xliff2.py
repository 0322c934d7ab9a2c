"""XLIFF 2.0: a page <-> the tree of its file."""

from dataclasses import replace

from django.conf import settings
from lxml import etree

from cms.translation.exchange.page_file import FileError, FileMessage, PageFile, read_time
from cms.translation.exchange.po import HOME
from cms.translation.exchange.xml_tree import (
    XML_SPACE,
    add,
    child,
    children,
    descendants,
    local_name,
    plain_words_of,
    words_of,
)

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
OWN_NAMESPACE = "urn:perennial:exchange:1"
STATE = f"{{{OWN_NAMESPACE}}}state"
# Categories of notes.
ADDRESS, KEY, EXPORTED, HINT, PREVIOUS = "address", "key", "exported", "developer", "previous-source"
UNFINISHED = "initial"
FUZZY = ":fuzzy"  # Poedit adds it as a sub-state


def to_tree(page: PageFile) -> etree._Element:
    """Return the root of the file of a page."""
    root = etree.Element(
        f"{{{NAMESPACE}}}xliff",
        nsmap={None: NAMESPACE, "perennial": OWN_NAMESPACE},
        attrib={"version": "2.0", "srcLang": settings.LANGUAGE_CODE, "trgLang": page.language},
    )
    file = add(root, "file", id="page", original=page.page or HOME)
    notes = add(file, "notes")
    for address in page.addresses:
        add(notes, "note", address, category=ADDRESS)
    add(notes, "note", page.key, category=KEY)
    if page.exported:
        add(notes, "note", page.exported.isoformat(), category=EXPORTED)
    for message in page.messages:
        _add_unit(file, message)
    return root


def _add_unit(file: etree._Element, message: FileMessage) -> None:
    unit = add(file, "unit", id=message.id, name=message.context, canResegment="no")
    unit.set(STATE, message.state)
    unit.set(XML_SPACE, "preserve")
    if message.notes or message.previous:
        notes = add(unit, "notes")
        for note in message.notes:
            add(notes, "note", note, category=HINT)
        if message.previous:
            add(notes, "note", message.previous, category=PREVIOUS)
    segment = add(unit, "segment")
    add(segment, "source", message.source)
    if message.target:
        segment.set("state", UNFINISHED if message.fuzzy else "final" if message.approved else "translated")
        add(segment, "target", message.target)


def from_tree(root: etree._Element) -> list[PageFile]:
    """Return the pages of a file, one for each <file> in it."""
    pages = []
    for file in children(root, "file"):
        name = file.get("original")
        notes = _notes(file)
        page = PageFile(
            page="" if name == HOME else name,
            key=notes.get(KEY, [""])[0],
            language=root.get("trgLang", ""),
            exported=read_time(notes.get(EXPORTED, [""])[0]),
        )
        page.messages = [_message(unit) for unit in descendants(file, "unit")]
        pages.append(page)
    return pages


def _notes(element: etree._Element) -> dict[str, list[str]]:
    """Return the notes right below an element by their category."""
    found: dict[str, list[str]] = {}
    container = child(element, "notes")
    if container is not None:
        for note in children(container, "note"):
            found.setdefault(note.get("category", ""), []).append(note.text or "")
    return found


def _message(unit: etree._Element) -> FileMessage:
    notes = _notes(unit)
    # A tool may have cut the text into segments, with what stands between them as <ignorable>.
    parts = [part for part in unit.iterchildren(tag=etree.Element) if local_name(part) in {"segment", "ignorable"}]
    message = FileMessage(
        unit.get("name", ""),
        "".join(plain_words_of(child(part, "source")) for part in parts),
        previous=notes.get(PREVIOUS, [""])[0],
        state=unit.get(STATE, ""),
        notes=notes.get(HINT, []),
        line=unit.sourceline or 0,
        given_id=unit.get("id", ""),
    )
    try:
        return replace(message, target=_target(parts), fuzzy=any(map(_is_fuzzy, parts)))
    except FileError as error:
        return replace(message, line=error.line or message.line, fault=str(error))


def _target(parts: list[etree._Element]) -> str:
    """Return the translation of a unit, "" where there is none.

    Raises:
        FileError: formatting in it, or only some of its segments are translated.
    """
    targets = {part: words_of(child(part, "target")) for part in parts}
    segments = [part for part in parts if local_name(part) == "segment"]
    if not any(targets[segment] for segment in segments):
        return ""
    if not all(targets[segment] for segment in segments):
        raise FileError("only a part of the text is translated.")
    return "".join(targets[part] or plain_words_of(child(part, "source")) for part in parts)


def _is_fuzzy(part: etree._Element) -> bool:
    return part.get("state") == UNFINISHED or part.get("subState", "").endswith(FUZZY)
