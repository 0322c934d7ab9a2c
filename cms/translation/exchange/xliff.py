"""A page of the exchange <-> the bytes of an XLIFF file, version 1.2 or 2.0.

Both are OASIS standards; what is written is their core. Formatting stays Markdown in the text: a translator sees it,
and a tool cannot lose it (docs/decisions/0007-exchange.md).
"""

from lxml import etree

from cms.translation.exchange import xliff1, xliff2
from cms.translation.exchange.page_file import FileError, PageFile
from cms.translation.exchange.xml_tree import local_name, read_tree


def write_1(page: PageFile) -> bytes:
    """Return the page as XLIFF 1.2."""
    return _bytes(xliff1.to_tree(page))


def write_2(page: PageFile) -> bytes:
    """Return the page as XLIFF 2.0."""
    return _bytes(xliff2.to_tree(page))


def _bytes(root: etree._Element) -> bytes:
    etree.indent(root)
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content + b"\n"


def read(content: bytes) -> list[PageFile]:
    """Return the pages that an XLIFF file of either version holds.

    Raises:
        FileError: not XML, or not XLIFF.
    """
    root = read_tree(content)
    version = root.get("version", "")
    if local_name(root) != "xliff":
        raise FileError(f"not XLIFF: the outermost element is <{local_name(root)}>.", root.sourceline or 1)
    if version.startswith("1."):
        return xliff1.from_tree(root)
    if version.startswith("2."):
        return xliff2.from_tree(root)
    raise FileError(f"XLIFF version “{version}” is not known: 1.2 and 2.0 are.", root.sourceline or 1)
