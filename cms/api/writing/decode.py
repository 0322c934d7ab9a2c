"""A body in the shape of the reads -> values for a page's form. Every fault names the field, and nothing is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.images.blocks import ImageBlock

from cms.api.problems import ApiProblem, at
from cms.api.shapes.content import TIMES
from cms.api.shapes.fields import description_field, plain_fields, stream_fields
from cms.api.shapes.types import block_schemas, schema_of
from cms.learning.blocks import KEY_PATTERN
from cms.learning.models import LearningPage
from cms.learning.snapshot import Snapshot

Fault = dict[str, Any]
# What the reads answer beside a page's fields: sent back unchanged it does no harm.
_OF_EVERY_PAGE = ("UID", "translation_group", "language", "requested_language", "is_fallback", "review_state", "rights")
_AROUND = (
    "parent",
    "previous_item",
    "next_item",
    "items",
    "items_total",
    "batching",
    "version",
    "working_copy",
    "lock",
)
_OF_PLONE = ("is_folderish", "exclude_from_nav", "layout", "subjects", "creators", "contributors", "relatedItems")
_IN_WRITES = ("@id", "@type", "@components", "translation_of")
READ_ONLY = frozenset({*_OF_EVERY_PAGE, *_AROUND, *_OF_PLONE, *_IN_WRITES, *TIMES})
NO_IMAGE = {"image": None, "alt_text": "", "decorative": False}
TERM = "#term-"
MOST_BLOCKS = 500


@dataclass
class Decoded:
    """The values of a page's form by the model's own field names, and the readable names of new blocks by their id."""

    values: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


class Decoder:
    """Reads one body for a page type. `snapshot` finds the pages that links lead to."""

    def __init__(self, model: type[LearningPage], snapshot: Snapshot) -> None:
        """Prepare for a type."""
        self.model = model
        self.snapshot = snapshot
        self.faults: list[Fault] = []
        self.result = Decoded()

    def read(self, body: Mapping[str, Any], page: LearningPage | None) -> Decoded:
        """Return the values of the fields in the body; those of `page` fill up the blocks that it leaves out.

        Raises:
            ApiProblem: 422 with every fault.
        """
        self._plain(body)
        if page is None:
            self._require(body)
        if "blocks" in body or "blocks_layout" in body:
            self._blocks(body, page)
        if self.faults:
            words = "; ".join(f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in self.faults[:3])
            raise ApiProblem(422, words, self.faults)
        return self.result

    def _fault(self, *loc: str | int, msg: str) -> None:
        self.faults.append(at("body", *loc, msg=msg))

    def _plain(self, body: Mapping[str, Any]) -> None:
        """Take the fields that are no blocks. Their values are checked by their schema, then by the form."""
        schema = schema_of(self.model.document_type) or {}
        own = {field.name for field in plain_fields(self.model)}
        named = {"title": "title", "description": description_field(self.model), "id": "slug"}
        for name, value in body.items():
            target = named.get(name) or (name if name in own else "")
            if name in READ_ONLY or name in {"blocks", "blocks_layout"}:
                continue
            if not target:
                self._fault(name[:100], msg="There is no such field in this type.")
                continue
            for error in Draft202012Validator(schema["properties"][name]).iter_errors(value):
                self._fault(name, *error.absolute_path, msg=error.message[:300])
            self.result.values[target] = value

    def _require(self, body: Mapping[str, Any]) -> None:
        """Ask of a new page what the database cannot do without, even in a draft."""
        needed = [field.name for field in plain_fields(self.model) if not (field.blank or field.has_default())]
        for name in ["title", *needed]:
            if body.get(name) is None:
                self._fault(name, msg="A new page needs it.")

    def _blocks(self, body: Mapping[str, Any], page: LearningPage | None) -> None:
        """Take the blocks of the body, in the place of those of the page with the same id."""
        given = body.get("blocks", {})
        before = {name: list(getattr(page, name).get_prep_value()) if page else [] for name in self._streams()}
        kept = {item["id"]: (name, item) for name, items in before.items() for item in items}
        if not isinstance(given, dict) or len(given) > MOST_BLOCKS:
            self._fault("blocks", msg=f"An object of at most {MOST_BLOCKS} blocks by id is expected.")
            return
        order = self._layout(body.get("blocks_layout"), [*kept, *(name for name in given if name not in kept)])
        made: dict[str, list[dict[str, Any]]] = {name: [] for name in before}
        for name in order:
            if name in given:
                self._block(name, given[name], made)
            elif name in kept:
                made[kept[name][0]].append(kept[name][1])
            else:
                self._fault("blocks_layout", "items", msg=f"There is no block “{name[:60]}”.")
        self.result.values |= made

    def _streams(self) -> list[str]:
        return [stream.name for stream in stream_fields(self.model)]

    def _layout(self, layout: Any, usual: list[str]) -> list[str]:
        items = layout.get("items") if isinstance(layout, dict) else layout
        if layout is None:
            return usual
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self._fault("blocks_layout", "items", msg="A list of ids of blocks is expected.")
            return usual
        return list(dict.fromkeys(items))

    def _block(self, name: str, value: Any, made: dict[str, list[dict[str, Any]]]) -> None:
        kind = value.get("@type") if isinstance(value, dict) else None
        schemas = block_schemas(self.model)
        if not isinstance(kind, str) or kind not in schemas:
            known = ", ".join(schemas) or "none"
            self._fault("blocks", name, "@type", msg=f"There is no block “{kind}” in this type. Known: {known}.")
            return
        errors = list(Draft202012Validator(schemas[kind]).iter_errors(value))
        for error in errors:
            self._fault("blocks", name, *error.absolute_path, msg=error.message[:300])
        if errors:
            return
        field_name, _, block_name = kind.partition(".")
        stream = self.model._meta.get_field(field_name).stream_block
        place = ("blocks", name)
        block_id = self._identity(name, value, place)
        raw = self._item(stream.child_blocks[block_name], value, place)
        made[field_name].append({"type": block_name, "id": block_id, "value": raw})

    def _identity(self, name: str, value: Mapping[str, Any], place: tuple[str | int, ...]) -> str:
        """Return the id of a block: the one given where it is a UUID, else a new one. Its key is noted."""
        try:
            identity = str(UUID(name))
        except ValueError:
            identity = str(uuid4())
        key = value.get("key")
        if key and key != identity[:8]:
            if not re.match(KEY_PATTERN, key):
                self._fault(*place, "key", msg="Small letters, digits and hyphens only.")
            self.result.keys[identity] = key
        return identity

    def _item(self, block: blocks.Block, value: Mapping[str, Any], place: tuple[str | int, ...]) -> Any:
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, value, place)
        return self._value(block, value.get("value"), (*place, "value"))

    def _struct(self, block: blocks.StructBlock, value: Mapping[str, Any], place: tuple[str | int, ...]) -> Any:
        raw = {}
        for name, child in block.child_blocks.items():
            if name in value:
                raw[name] = self._value(child, value[name], (*place, name))
            else:
                raw[name] = NO_IMAGE if isinstance(child, ImageBlock) else child.get_prep_value(child.get_default())
        return raw

    def _value(self, block: blocks.Block, value: Any, place: tuple[str | int, ...]) -> Any:
        if isinstance(block, ImageBlock):
            return self._image(value, place)
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, value, place)
        if isinstance(block, blocks.ListBlock):
            return [
                {
                    "type": "item",
                    "id": self._identity(item.get("id", ""), item, (*place, number)),
                    "value": self._item(block.child_block, item, (*place, number)),
                }
                for number, item in enumerate(value)
            ]
        if isinstance(block, blocks.RichTextBlock):
            return self._rich(block, value, place)
        if isinstance(block, blocks.PageChooserBlock):
            return self._page(value, place) if value else None
        if isinstance(block, blocks.BooleanBlock):
            return bool(value)
        return value

    def _image(self, value: Any, place: tuple[str | int, ...]) -> dict[str, Any]:
        if not value:
            return dict(NO_IMAGE)
        number = str(value["@id"]).rpartition("/")[2]
        if not number.isascii() or not number.isdigit() or int(number) not in self.snapshot.images:
            self._fault(*place, "@id", msg="There is no such picture.")
            return dict(NO_IMAGE)
        words, decorative = value.get("alt_text", ""), bool(value.get("decorative"))
        if not words and not decorative:
            self._fault(*place, "alt_text", msg="A picture needs alt_text, or decorative: true.")
        return {"image": int(number), "alt_text": words, "decorative": decorative}

    def _page(self, address: str, place: tuple[str | int, ...]) -> int | None:
        found = page_at(self.snapshot, address)
        if found is None:
            self._fault(*place, msg=f"There is no page “{address[:100]}”.")
        return found

    def _rich(self, block: blocks.RichTextBlock, html: str, place: tuple[str | int, ...]) -> str:
        """Return rich text as Wagtail stores it: links by page, and no markup that its editor would not have."""
        soup = BeautifulSoup(html, "html.parser")
        for link in soup.find_all("a"):
            href = str(link.get("href") or "")
            link.attrs = {"href": href}
            if TERM in href:
                link.attrs = {"href": TERM + href.rpartition(TERM)[2]}
            elif href.startswith("/"):
                number = self._page(href, place)
                link.attrs = {"linktype": "page", "id": str(number)} if number else {}
        return _clean(ContentstateConverter(features=block.features), str(soup))


def _clean(converter: ContentstateConverter, html: str) -> str:
    """Return stored rich text as the editor would save it."""
    stored = str(converter.to_database_format(converter.from_database_format(html)))
    return re.sub(r' data-block-key="[^"]*"', "", stored)


def page_at(snapshot: Snapshot, address: str) -> int | None:
    """Return the number of the page at an address of the site, that of the source language where there is one.

    So are links stored; the site leads each reader to the page in the own language.
    """
    language, _, path = address.split("#")[0].split("?")[0].strip("/").partition("/")
    node = snapshot.nodes.get((snapshot.source_language, path)) or snapshot.nodes.get((language, path))
    return node.page.pk if node and language in {known.code for known in snapshot.languages} else None
