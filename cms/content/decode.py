"""A document's YAML data -> values for the fields of its page (StreamFields in their stored form)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from cms.content.documents import PageDocument
from cms.content.markdown import Attributes, MarkdownError, to_html, to_markdown

Path = tuple[str, ...]


class DecodeError(ValueError):
    """A value that cannot become a field; `path` is where it stands in the file."""

    def __init__(self, path: Path, message: str) -> None:
        """Keep the path beside the words."""
        super().__init__(message)
        self.path = path


@dataclass(frozen=True)
class Decoder:
    """How the values that are more than words are found.

    Attributes:
        resolve: target of a link -> attributes of `<a>`; raises MarkdownError.
        name: attributes of `<a>` -> target of a link.
        page_id: path of a page -> primary key, or None where only words matter; raises KeyError.
        image_id: file name in the document's folder -> primary key; raises ValueError with the reason.
        block_id: dotted path of keys -> id of the block (text of a UUID).
    """

    resolve: Callable[[str], Attributes]
    name: Callable[[Attributes], str]
    page_id: Callable[[str], int | None]
    image_id: Callable[[str], int]
    block_id: Callable[[str], str]

    def fields(self, document: PageDocument) -> dict[str, Any]:
        """Return the value of each field of the document's page type.

        Raises:
            DecodeError: at the first value that cannot be used.
        """
        result: dict[str, Any] = {}
        for dotted, name in document.page_type.document_fields.items():
            path = tuple(dotted.split("."))
            value: Any = document.source.data
            for part in path:
                value = value.get(part) if isinstance(value, dict) else None
            field = document.page_type._meta.get_field(name)
            if isinstance(field, StreamField):
                result[name] = self._stream(field.stream_block, value, path)
            elif isinstance(field, models.DateField):
                result[name] = date.fromisoformat(value)
            elif isinstance(field, models.BooleanField):
                result[name] = bool(value)
            else:
                result[name] = ("" if field.empty_strings_allowed else None) if value is None else value
        return result

    def _stream(self, block: blocks.StreamBlock, value: Any, path: Path) -> list[dict[str, Any]]:
        if not value:
            return []
        if block.meta.max_num == 1:
            value = {"": value}
        if isinstance(value, list):
            value = {item: item for item in value}
        only = next(iter(block.child_blocks)) if len(block.child_blocks) == 1 else ""
        items = []
        for key, item in value.items():
            place = (*path, key) if key else path
            kind = only or item["type"]
            raw = self._value(block.child_blocks[kind], item, place)
            items.append({"type": kind, "value": raw, "id": self.block_id(".".join(place))})
        return items

    def _value(self, block: blocks.Block, value: Any, path: Path) -> Any:
        if isinstance(block, ImageBlock):
            return self._image(value, path)
        if isinstance(block, blocks.StructBlock):
            fields = value or {}
            return {
                name: self._value(child, fields.get(name), (*path, name)) for name, child in block.child_blocks.items()
            }
        if isinstance(block, blocks.ListBlock):
            return [
                {
                    "type": "item",
                    "value": self._value(block.child_block, item, (*path, key)),
                    "id": self.block_id(".".join((*path, key))),
                }
                for key, item in (value or {}).items()
            ]
        if isinstance(block, blocks.RichTextBlock):
            return self._rich(value or "", path)
        if isinstance(block, blocks.PageChooserBlock):
            return self._page(value, path)
        if isinstance(block, blocks.BooleanBlock):
            return bool(value)
        if isinstance(block, blocks.IntegerBlock):
            return value
        return value or ""

    def _rich(self, text: str, path: Path) -> str:
        try:
            html = to_html(text, self.resolve)
        except MarkdownError as fault:
            raise DecodeError(path, str(fault)) from fault
        again = to_markdown(html, self.name)
        if again != text:
            raise DecodeError(path, f"Markdown that is not written the usual way. {_first_difference(text, again)}")
        return html

    def _page(self, value: Any, path: Path) -> int | None:
        try:
            return self.page_id("" if value == "home" else value)
        except KeyError as error:
            raise DecodeError(path, f"“{value}”: there is no such page.") from error

    def _image(self, value: Any, path: Path) -> dict[str, Any]:
        if not value:
            # The form that Wagtail itself stores for no picture; wagtail-localize fails on a bare None.
            return {"image": None, "alt_text": "", "decorative": False}
        try:
            image_id = self.image_id(value["file"])
        except ValueError as error:
            raise DecodeError((*path, "file"), str(error)) from error
        if not value.get("alt_text") and not value.get("decorative"):
            raise DecodeError(path, "a picture needs alt_text, or decorative: true.")
        return {"image": image_id, "alt_text": value.get("alt_text", ""), "decorative": bool(value.get("decorative"))}


def _first_difference(text: str, again: str) -> str:
    for mine, usual in zip(text.split("\n"), again.split("\n"), strict=False):
        if mine != usual:
            return f"Write “{usual}” instead of “{mine}”."
    return "Separate paragraphs by one empty line, and leave none at the end."
