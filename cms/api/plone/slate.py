"""A page's own fields -> Slate blocks of Volto: a heading for each part, its texts as paragraphs and lists."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.api.shapes.fields import stream_fields
from cms.learning.models import LearningPage

Node = dict[str, Any]
# The attributes of a stored link -> the address in Plone, "" where it leads nowhere.
Address = Callable[[Mapping[str, Any]], str]
MARKS = {"b": "strong", "i": "em"}
# The first of these that a block has is its heading.
HEADINGS = ("heading", "title", "term", "question", "name")


class SlateWriter:
    """Writes pages. `address` finds where links lead, `picture` the UID of a picture by its number."""

    def __init__(self, address: Address, picture: Callable[[int], str]) -> None:
        """Keep both."""
        self.address = address
        self.picture = picture

    def page(self, page: LearningPage, uid: str) -> dict[str, Any]:
        """Return `blocks` and `blocks_layout` of a page, the title first, as Volto has it."""
        found: list[Node] = [{"@type": "title"}]
        for field in stream_fields(type(page)):
            for item in getattr(page, field.name).get_prep_value():
                if item["type"] in field.stream_block.child_blocks:
                    found += self._item(field.stream_block.child_blocks[item["type"]], item["value"])
        named = {str(uuid5(NAMESPACE_URL, f"{uid}/{number}")): block for number, block in enumerate(found)}
        return {"blocks": named, "blocks_layout": {"items": list(named)}}

    def _item(self, block: blocks.Block, value: Any) -> Iterator[Node]:
        """Yield the blocks of one part: its heading, then all that it says."""
        if not isinstance(block, blocks.StructBlock):
            yield from self._value(block, value)
            return
        heading = next((name for name in HEADINGS if value.get(name)), "")
        if heading:
            yield _slate([{"type": "h2", "children": [{"text": value[heading]}]}])
        for name, child in block.child_blocks.items():
            if name != heading:
                yield from self._value(child, value.get(name))

    def _value(self, block: blocks.Block, value: Any) -> Iterator[Node]:
        if isinstance(block, ImageBlock):
            uid = self.picture(value["image"]) if value and value.get("image") else ""
            if uid:
                yield {"@type": "image", "url": f"../resolveuid/{uid}", "alt": value.get("alt_text", "")}
        elif isinstance(block, blocks.RichTextBlock):
            yield from self._rich(value or "")
        elif isinstance(block, blocks.ListBlock):
            items = [self._line(block.child_block, item["value"]) for item in value or []]
            if items:
                yield _slate([{"type": "ul", "children": [{"type": "li", "children": line} for line in items]}])
        elif isinstance(block, blocks.StructBlock):
            yield from self._item(block, value or {})
        elif isinstance(value, str) and value and not isinstance(block, blocks.ChoiceBlock):
            yield _slate([{"type": "p", "children": [{"text": value}]}])

    def _line(self, block: blocks.Block, value: Any) -> list[Node]:
        """Return an item of a list in one line: what it consists of, one after the other."""
        if not isinstance(block, blocks.StructBlock):
            return [{"text": str(value)}]
        words = [value[name] for name in block.child_blocks if isinstance(value.get(name), str) and value[name]]
        plain = (BeautifulSoup(text, "html.parser").get_text(" ", strip=True) for text in words)
        return [{"text": " – ".join(plain)}]

    def _rich(self, html: str) -> Iterator[Node]:
        """Yield a block for each paragraph and list, as the editor of Volto makes them."""
        for node in BeautifulSoup(html, "html.parser").children:
            if isinstance(node, Tag):
                yield _slate([self._node(node)])
            elif str(node).strip():
                yield _slate([{"type": "p", "children": [{"text": str(node)}]}])

    def _node(self, tag: Tag) -> Node:
        children = [self._inline(child) for child in tag.children if isinstance(child, Tag | NavigableString)]
        if tag.name == "a":
            url = self.address(tag.attrs)
            # Without an address the words stay, which a part of the text without a type holds.
            return {"type": "link", "data": {"url": url}, "children": children} if url else {"children": children}
        return {"type": MARKS.get(tag.name, tag.name), "children": children or [{"text": ""}]}

    def _inline(self, child: Tag | NavigableString) -> Node:
        return self._node(child) if isinstance(child, Tag) else {"text": str(child)}


def _slate(value: list[Node]) -> Node:
    return {"@type": "slate", "value": value, "plaintext": " ".join(_words(value)).strip()}


def _words(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if "text" in node:
            yield node["text"]
        yield from _words(node.get("children", []))
