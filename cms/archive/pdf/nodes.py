"""A chapter -> plain data for the typesetter: blocks and pieces of lines, nothing that could be read as markup.

Blocks   {"k": "h", "level", "c"}, {"k": "p", "class", "c"}, {"k": "ul" or "ol", "items"}, {"k": "dl", "items"},
         {"k": "img", "src", "alt", "width"}, {"k": "lines"}, {"k": "box" or "group", "c"}; "id" where links lead to it
Pieces   text, {"k": "b", "i" or "lang", "c"}, {"k": "a", "to", "is_inside", "c"}
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import html

from cms.archive.chapters import Chapter

Node = dict[str, Any]
Piece = str | Node
# Address inside the site -> where a link leads, and whether that is a place in the book.
Lead = Callable[[str], tuple[str, bool]]

BLOCKS = frozenset({"body", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "hr", "img", "li"})
BLOCKS |= {"ol", "p", "table", "tbody", "td", "th", "thead", "tr", "ul", "blockquote"}
BOLD, ITALIC = frozenset({"b", "strong", "dt"}), frozenset({"em", "i", "cite", "dfn"})
# What stands in a frame or behind a rule on the printed page.
BOXED = frozenset({"remember", "example", "facilitator", "details", "readiness"})
POINTS_A_PIXEL = 0.6


def blocks_of(chapter: Chapter, lead: Lead) -> list[Node]:
    """Return the blocks of a chapter."""
    return list(_Reader(chapter, lead).blocks(chapter.body))


def anchors_of(nodes: Iterable[Any]) -> Iterator[str]:
    """Yield what links may lead to: the ids of all blocks, wherever they are inside others."""
    for node in nodes:
        if isinstance(node, list):
            yield from anchors_of(node)
        elif isinstance(node, dict):
            if "id" in node:
                yield node["id"]
            yield from anchors_of([*node.get("c", []), *node.get("items", [])])


class _Reader:
    """Reads one chapter; heading levels never skip one (PDF/UA-1, 7.4.2)."""

    def __init__(self, chapter: Chapter, lead: Lead) -> None:
        self.chapter, self.lead, self.level = chapter, lead, 0

    def blocks(self, parent: html.HtmlElement) -> Iterator[Node]:
        """Yield the blocks of an element; words that stand among blocks become a paragraph of their own."""
        loose: list[Piece] = list(_text(parent.text))
        for child in parent:
            if not isinstance(child.tag, str):
                loose += _text(child.tail)
                continue
            if child.tag in BLOCKS:
                yield from _paragraph(loose)
                loose = []
                yield from self.block(child)
            else:
                loose += self.piece(child)
            loose += _text(child.tail)
        yield from _paragraph(loose)

    def block(self, element: html.HtmlElement) -> Iterator[Node]:
        """Yield what one element is."""
        tag, classes = element.tag, set((element.get("class") or "").split())
        node: Node | None
        if tag in {"h1", "h2", "h3", "h4"}:
            self.level = min(int(tag[1]), self.level + 1)
            node = {"k": "h", "level": self.level, "c": self.pieces(element)}
        elif tag in {"ul", "ol"}:
            items = [list(self.blocks(item)) for item in element if item.tag == "li"]
            node = {"k": tag, "items": items, "plain": "dialogue" in classes} if items else None
        elif tag == "dl":
            node = {"k": "dl", "items": list(self.terms(element))}
        elif tag == "img":
            width = float(element.get("width") or 220) * POINTS_A_PIXEL
            node = {"k": "img", "src": element.get("src").lstrip("/"), "alt": element.get("alt", ""), "width": width}
        elif "lines" in classes:
            node = {"k": "lines"}
        elif tag == "p" and not any(child.tag in BLOCKS for child in element):
            node = {"k": "p", "class": next(iter(sorted(classes)), ""), "c": self.pieces(element)}
        else:
            inner = list(self.blocks(element))
            node = {"k": "box" if classes & BOXED else "group", "c": inner} if inner else None
        if node and (node["k"] != "p" or node["c"]):
            yield {**node, "id": element.get("id")} if element.get("id") else node

    def terms(self, element: html.HtmlElement) -> Iterator[list[Any]]:
        """Yield the entries of a list of terms: words of the term, blocks of what it means. The first has its id."""
        term, anchor = None, ""
        for part in element.iter("dt", "dd"):
            if part.tag == "dt":
                term, anchor = part, part.get("id") or part.getparent().get("id") or ""
            elif term is not None:
                meaning = list(self.blocks(part))
                if anchor and meaning:
                    meaning[0] = {"id": anchor, **meaning[0]}
                yield [self.pieces(term), meaning]

    def pieces(self, element: html.HtmlElement) -> list[Piece]:
        """Return the pieces of a line."""
        found: list[Piece] = list(_text(element.text))
        for child in element:
            if isinstance(child.tag, str):
                found += self.piece(child)
            found += _text(child.tail)
        return _trimmed(found)

    def piece(self, element: html.HtmlElement) -> list[Piece]:
        """Return an element inside a line."""
        if element.tag == "br":
            return ["\n"]
        inner = self.pieces(element)
        if not inner:
            return []
        if element.tag == "a" and element.get("href"):
            to, is_inside = self.lead(element.get("href"))
            return [{"k": "a", "to": to, "is_inside": is_inside, "c": inner}]
        if element.get("lang"):
            inner = [{"k": "lang", "lang": element.get("lang"), "c": inner}]
        if element.tag in BOLD | ITALIC:
            return [{"k": "b" if element.tag in BOLD else "i", "c": inner}]
        # The choices of a question stand apart from each other.
        return ["\n", *inner] if element.get("class") == "option" else inner


def _text(text: str | None) -> list[Piece]:
    if not text:
        return []
    words = " ".join(text.split())
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() and words else "")
    return [f"{before}{words}{after}"]


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without spaces at both ends, and without those that are empty then."""
    found = list(pieces)
    while found and isinstance(found[0], str) and not found[0].strip():
        found.pop(0)
    while found and isinstance(found[-1], str) and not found[-1].strip():
        found.pop()
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    return found


def _paragraph(pieces: list[Piece]) -> Iterator[Node]:
    if trimmed := _trimmed(pieces):
        yield {"k": "p", "class": "", "c": trimmed}
