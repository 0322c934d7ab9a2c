"""A page's own fields -> Slate blocks of Volto: a heading for each part, its texts as paragraphs and lists.

What Plone has no field for (minutes, levels, right answers) is said in words, in the language that is active.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.utils.formats import date_format
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.api.shapes.fields import plain_fields, stream_fields
from cms.learning.models import LearningPage

Node = dict[str, Any]
# The attributes of a stored link -> the address in Plone, "" where it leads nowhere.
Address = Callable[[Mapping[str, Any]], str]
MARKS = {"b": "strong", "i": "em"}
# What Plone has a field for.
IN_PLONE = frozenset({"menu_title"})
# The first of these that a block has is its heading.
HEADINGS = ("heading", "title", "term", "question", "name")


class SlateWriter:
    """Writes pages. `address` finds where links lead, `picture` the UID of a picture and `title` that of a page."""

    def __init__(self, address: Address, picture: Callable[[int], str], title: Callable[[int], str]) -> None:
        """Keep them."""
        self.address = address
        self.picture = picture
        self.title = title

    def page(self, page: LearningPage, uid: str, own: Mapping[str, Any]) -> dict[str, Any]:
        """Return `blocks` and `blocks_layout` of a page, the title first, as Volto has it; `own` goes along with it."""
        found: list[Node] = [{"@type": "title", **own}]
        fields = (field for field in plain_fields(type(page)) if field.name not in IN_PLONE)
        facts = [_fact(field.verbose_name, _shown(page, field)) for field in fields]
        if said := [fact for fact in facts if fact]:
            found.append(_list([[{"text": fact}] for fact in said]))
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
            if value:
                yield _list([self._line(block.child_block, item["value"]) for item in value])
        elif isinstance(block, blocks.StructBlock):
            yield from self._item(block, value or {})
        elif words := self._words(block, value):
            yield _slate([{"type": "p", "children": words}])

    def _words(self, block: blocks.Block, value: Any) -> list[Node]:
        """Return a value that is neither a list nor rich text: words as they are, facts with what they are."""
        if isinstance(block, blocks.PageChooserBlock):
            url = self.address({"linktype": "page", "id": value}) if value else ""
            return [{"type": "link", "data": {"url": url}, "children": [{"text": self.title(value)}]}] if url else []
        if isinstance(block, blocks.BooleanBlock):
            return [{"text": str(block.label)}] if value else []
        if isinstance(block, blocks.ChoiceBlock):
            value = str(dict(block.field.choices).get(value, value)) if value else ""
            return [{"text": _fact(block.label, value)}] if value else []
        if isinstance(block, blocks.IntegerBlock):
            return [{"text": _fact(block.label, str(value))}] if value is not None else []
        return [{"text": str(value)}] if value else []

    def _line(self, block: blocks.Block, value: Any) -> list[Node]:
        """Return an item of a list in one line: what it consists of, one after the other."""
        if not isinstance(block, blocks.StructBlock):
            return [{"text": str(value)}]
        parts = [self._words(child, _plain(child, value.get(name))) for name, child in block.child_blocks.items()]
        line: list[Node] = []
        for part in filter(None, parts):
            line += [*([{"text": " – "}] if line else []), *part]
        return line or [{"text": ""}]

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


def _shown(page: LearningPage, field: Any) -> str:
    """Return a field's value as people read it."""
    value = getattr(page, field.name)
    if field.choices:
        return str(getattr(page, f"get_{field.name}_display")() or "")
    return date_format(value) if hasattr(value, "isoformat") else str(value or "")


def _fact(label: Any, value: str) -> str:
    name = str(label)
    return f"{name[:1].upper()}{name[1:]}: {value}" if value else ""


def _plain(block: blocks.Block, value: Any) -> Any:
    """Return rich text as words: a line of a list has no paragraphs."""
    is_rich = isinstance(block, blocks.RichTextBlock) and value
    return BeautifulSoup(value, "html.parser").get_text(" ", strip=True) if is_rich else value


def _list(lines: list[list[Node]]) -> Node:
    return _slate([{"type": "ul", "children": [{"type": "li", "children": line} for line in lines]}])


def _slate(value: list[Node]) -> Node:
    return {"@type": "slate", "value": value, "plaintext": " ".join(_words(value)).strip()}


def _words(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if "text" in node:
            yield node["text"]
        yield from _words(node.get("children", []))
