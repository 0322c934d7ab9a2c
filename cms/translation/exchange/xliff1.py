"""XLIFF 1.2: a page <-> the tree of its file."""

from dataclasses import replace

from django.conf import settings
from lxml import etree

from cms.translation.exchange.page_file import FileError, FileMessage, PageFile, read_time
from cms.translation.exchange.po import HOME
from cms.translation.exchange.xml_tree import XML_SPACE, add, child, children, descendants, plain_words_of, words_of

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
TOOL = "perennial"
# A target with one of these is not finished. The first is written: Poedit and translate-toolkit know it.
UNFINISHED = ("needs-translation", "new", "needs-adaptation", "needs-l10n")
UNFINISHED_PREFIX = "needs-review-"
BEFORE = "previous-version"
KEY = "key"


def to_tree(page: PageFile) -> etree._Element:
    """Return the root of the file of a page."""
    root = etree.Element(f"{{{NAMESPACE}}}xliff", nsmap={None: NAMESPACE}, attrib={"version": "1.2"})
    attributes = {
        "original": page.page or HOME,
        "source-language": settings.LANGUAGE_CODE,
        "target-language": page.language,
        "datatype": "x-markdown",
        "tool-id": TOOL,
    }
    if page.exported:
        attributes["date"] = page.exported.isoformat()
    file = add(root, "file", **attributes)
    header = add(file, "header")
    for address in page.addresses:
        add(add(header, "reference"), "external-file", href=address)
    add(header, "note", page.key, **{"from": KEY})
    add(header, "tool", **{"tool-id": TOOL, "tool-name": "Perennial"})
    body = add(file, "body")
    for message in page.messages:
        _add_unit(body, message)
    return root


def _add_unit(body: etree._Element, message: FileMessage) -> None:
    unit = add(body, "trans-unit", id=message.id, resname=message.context, extradata=message.state)
    unit.set(XML_SPACE, "preserve")
    if message.maximum:
        unit.set("maxwidth", str(message.maximum))
        unit.set("size-unit", "char")
    add(unit, "source", message.source)
    if message.target:
        unit.set("approved", "yes" if message.approved else "no")
        state = UNFINISHED[0] if message.fuzzy else "final" if message.approved else "translated"
        add(unit, "target", message.target, state=state)
    for note in message.notes:
        add(unit, "note", note, **{"from": "developer"})
    if message.previous:
        before = add(unit, "alt-trans", alttranstype=BEFORE)
        add(before, "source", message.previous)
        add(before, "target", message.target)


def from_tree(root: etree._Element) -> list[PageFile]:
    """Return the pages of a file, one for each <file> in it."""
    pages = []
    for file in children(root, "file"):
        name = file.get("original")
        page = PageFile(
            page="" if name == HOME else name,
            key=next((note.text or "" for note in descendants(file, "note") if note.get("from") == KEY), ""),
            language=file.get("target-language", ""),
            exported=read_time(file.get("date")),
        )
        page.messages = [_message(unit) for unit in descendants(file, "trans-unit")]
        pages.append(page)
    return pages


def _message(unit: etree._Element) -> FileMessage:
    target = child(unit, "target")
    state = target.get("state", "") if target is not None else ""
    before = next((found for found in children(unit, "alt-trans") if found.get("alttranstype") == BEFORE), None)
    message = FileMessage(
        unit.get("resname", ""),
        plain_words_of(child(unit, "source")),
        fuzzy=state in UNFINISHED or state.startswith(UNFINISHED_PREFIX),
        previous=plain_words_of(child(before, "source")) if before is not None else "",
        state=unit.get("extradata", ""),
        notes=[note.text or "" for note in children(unit, "note")],
        line=unit.sourceline or 0,
        given_id=unit.get("id", ""),
    )
    try:
        return replace(message, target=words_of(target))
    except FileError as error:
        return replace(message, line=error.line, fault=str(error))
