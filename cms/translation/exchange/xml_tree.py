"""Trees of XML: read from bytes of strangers, the words in their elements, and elements added to new ones."""

import re
from collections.abc import Iterator
from io import BytesIO

from defusedxml import ElementTree as SafeElementTree
from defusedxml.common import DefusedXmlException
from lxml import etree

from cms.translation.exchange.page_file import FileError

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What tools put around words to mark them, in XLIFF 1.2 and 2.0: no formatting, the words inside count.
_TRANSPARENT = frozenset({"mrk", "sm", "em"})


def read_tree(content: bytes) -> etree._Element:
    """Return the root of an XML document.

    Raises:
        FileError: not XML, or with a document type: nothing that we exchange has one, and entities come in by it.
    """
    try:
        # Up to the first element, so that a document type is found before anything else is read.
        next(iter(SafeElementTree.iterparse(BytesIO(content), events=("start",), forbid_dtd=True)), None)
    except DefusedXmlException as error:
        raise FileError("a document type (<!DOCTYPE …>) is not accepted: remove it.", 1) from error
    except (SafeElementTree.ParseError, LookupError, ValueError) as error:
        raise FileError(f"not XML: {error}.", getattr(error, "position", (0, 0))[0]) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise FileError(f"not XML: {error.msg}.", error.lineno or 0) from error


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements of a name right below another one, whatever their namespace."""
    for child in element.iterchildren(tag=etree.Element):
        if local_name(child) == name:
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first of them, None where there is none."""
    return next(children(element, name), None)


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements of a name anywhere below another one."""
    for found in element.iterdescendants(tag=etree.Element):
        if local_name(found) == name:
            yield found


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(element).localname)


def words_of(element: etree._Element | None) -> str:
    """Return the text of an element; marks that tools put around words count for nothing, comments neither.

    Raises:
        FileError: another element is in the text.
    """
    if element is None:
        return ""
    parts = [element.text or ""]
    for inner in element:
        if isinstance(inner.tag, str):
            if local_name(inner) not in _TRANSPARENT:
                name = local_name(inner)
                raise FileError(f"<{name}> in the text: formatting is written in Markdown here.", inner.sourceline or 0)
            parts.append(words_of(inner))
        parts.append(inner.tail or "")
    return "".join(parts)


def plain_words_of(element: etree._Element | None) -> str:
    """Return all words in an element, formatted or not."""
    return "".join(element.itertext(tag=etree.Element)) if element is not None else ""


def add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    """Add an element of the same namespace; control characters that XML cannot hold are left out of its text."""
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}", attrib=attributes)
    if text:
        element.text = _ILLEGAL.sub("", text)
    return element
