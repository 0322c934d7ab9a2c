"""A page's fields -> plain dictionaries and lists: what templates, the API and the content files show.

StreamField blocks are walked in their stored (raw) form, so nothing is queried. Each item of a StreamField or
ListBlock becomes a dictionary with its `key` (readable name), `id` (UUID) and either the fields of its
StructBlock or its `value`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from cms.learning.models.base import LearningPage


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class PlainWriter:
    """How the values that are more than words are written.

    Attributes:
        keys: readable name by block id (text of the UUID).
        rich: stored rich-text HTML -> what is shown.
        page: primary key of a page -> what is shown.
        image: raw value of an ImageBlock -> what is shown.
    """

    keys: Mapping[str, str]
    rich: Callable[[str], Any] = _same
    page: Callable[[int], Any] = _same
    image: Callable[[dict[str, Any]], Any] = _same

    def page_fields(self, page: LearningPage) -> dict[str, Any]:
        """Return the page's fields under the keys of its content file; dotted keys become nested."""
        result: dict[str, Any] = {}
        for path, name in page.document_fields.items():
            field = page._meta.get_field(name)
            value = getattr(page, name)
            if isinstance(field, StreamField):
                value = self.stream(field.stream_block, value.get_prep_value())
                if field.stream_block.meta.max_num == 1:
                    value = value[0] if value else None
            target = result
            *parents, last = path.split(".")
            for parent in parents:
                target = target.setdefault(parent, {})
            target[last] = value
        return result

    def stream(self, block: blocks.StreamBlock, raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the items of a StreamField; each also has its `type`."""
        return [
            self._item(block.child_blocks[item["type"]], item) | {"type": item["type"]}
            for item in raw
            if item["type"] in block.child_blocks
        ]

    def _item(self, block: blocks.Block, item: dict[str, Any]) -> dict[str, Any]:
        identity = {"key": self.key(item["id"]), "id": item["id"]}
        value = self._value(block, item["value"])
        if isinstance(block, blocks.StructBlock):
            return {**identity, **value}
        return {**identity, "value": value}

    def _value(self, block: blocks.Block, raw: Any) -> Any:
        if isinstance(block, ImageBlock):
            return self.image(raw) if raw and raw.get("image") else None
        if isinstance(block, blocks.StructBlock):
            return {name: self._value(child, raw.get(name)) for name, child in block.child_blocks.items()}
        if isinstance(block, blocks.ListBlock):
            return [self._item(block.child_block, item) for item in raw or []]
        if isinstance(block, blocks.RichTextBlock):
            return self.rich(raw or "")
        if isinstance(block, blocks.PageChooserBlock):
            return self.page(raw) if raw else None
        return raw

    def key(self, block_id: str) -> str:
        """Return the readable name of a block, or the first eight digits of its id where it has none yet."""
        return self.keys.get(block_id) or block_id[:8]
