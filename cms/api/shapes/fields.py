"""A page's own fields and blocks -> the values of the API. A block's `@type` is the field it stands in and its kind."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from cms.api.shapes.images import image_value
from cms.learning.context.values import html_writer
from cms.learning.models import LearningPage
from cms.learning.plain import PlainWriter
from cms.learning.snapshot import Node, Snapshot

# What stands in every answer under Plone's own names.
NAMED = frozenset({"title", "summary", "promise"})


def plain_fields(model: type[LearningPage]) -> "list[models.Field[Any, Any]]":
    """Return the fields of a page type that are no blocks and have no name of Plone's."""
    return [field for field in _fields(model) if not isinstance(field, StreamField) and field.name not in NAMED]


def stream_fields(model: type[LearningPage]) -> list[Any]:
    """Return the fields of a page type that hold blocks, in the order of the page."""
    return [field for field in _fields(model) if isinstance(field, StreamField)]


def description_field(model: type[LearningPage]) -> str:
    """Return the field that the API calls `description`; "" where a type has none."""
    names = [field.name for field in _fields(model)]
    return next((name for name in ("summary", "promise") if name in names), "")


def _fields(model: type[LearningPage]) -> list[Any]:
    return [model._meta.get_field(name) for name in model.document_fields.values()]


def page_fields(node: Node) -> dict[str, Any]:
    """Return the values of the fields that are no blocks; dates as ISO 8601."""
    values = {field.name: getattr(node.page, field.name) for field in plain_fields(type(node.page))}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def page_blocks(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return `blocks` by id, and `blocks_layout` with their order; links have addresses of `language`."""
    writer = _writer(snapshot, language)
    blocks: dict[str, dict[str, Any]] = {}
    for field in stream_fields(type(node.page)):
        for item in writer.stream(field.stream_block, getattr(node.page, field.name).get_prep_value()):
            words = {name: value for name, value in item.items() if name not in {"id", "type"}}
            blocks[item["id"]] = {"@type": f"{field.name}.{item['type']}", **words}
    return {"blocks": blocks, "blocks_layout": {"items": list(blocks)}}


def _writer(snapshot: Snapshot, language: str) -> PlainWriter:
    return replace(html_writer(snapshot, language), image=partial(image_value, snapshot))
