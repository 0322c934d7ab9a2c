"""Page types and blocks -> JSON Schema: what a page of each type holds, for reading and for writing."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.api.shapes.fields import description_field, plain_fields, stream_fields
from cms.api.shapes.place import Place
from cms.learning.models import LearningPage
from cms.learning.snapshot import page_types

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


@cache
def page_models() -> dict[str, type[LearningPage]]:
    """Return every page type by its name."""
    return {model.document_type: model for model in page_types()}


def type_list(place: Place) -> list[dict[str, Any]]:
    """Return the page types; `addable` ones may be made below the page by who asks."""
    addable = _addable(place)
    return [
        {
            "@id": f"{place.home}@types/{name}",
            "id": name,
            "title": force_str(model._meta.verbose_name),
            "addable": name in addable,
            "immediately_addable": name in addable,
        }
        for name, model in page_models().items()
    ]


def _addable(place: Place) -> set[str]:
    if place.node is None or not place.viewer.may("write"):
        return set()
    page = place.node.page
    if not page.permissions_for_user(place.viewer.user).can_add_subpage():
        return set()
    models_below = [model for model in page.creatable_subpage_models() if model.can_create_at(page)]
    return {model.document_type for model in models_below if model in page_models().values()}


def schema_of(name: str) -> Schema | None:
    """Return the JSON Schema of a page type or, by `field.kind`, of a block; None where there is none."""
    if name in page_models():
        return _page_schema(name, page_models()[name])
    for model in page_models().values():
        if found := block_schemas(model).get(name):
            return {"$schema": DRAFT, **found}
    return None


def _page_schema(name: str, model: type[LearningPage]) -> Schema:
    definitions = block_schemas(model)
    own = {field.name: _field_schema(field) for field in plain_fields(model)}
    needed = [field.name for field in plain_fields(model) if not field.blank]
    streams = [{"field": field.name, "title": force_str(field.verbose_name)} for field in stream_fields(model)]
    properties = {
        "title": {"type": "string", "title": gettext("Title"), "minLength": 1, "maxLength": 255},
        "description": _description_schema(model),
        "id": {
            "type": "string",
            "title": gettext("Last part of the address"),
            "pattern": "^[-\\w]+$",
            "maxLength": 255,
        },
        **own,
        "blocks": {
            "type": "object",
            "title": gettext("Blocks"),
            "additionalProperties": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in definitions]},
            "fields": streams,
        },
        "blocks_layout": {
            "type": "object",
            "properties": {"items": {"type": "array", "items": {"type": "string"}}},
            "required": ["items"],
        },
    }
    if not definitions:
        properties["blocks"] = {"type": "object", "maxProperties": 0}
    return {
        "$schema": DRAFT,
        "title": force_str(model._meta.verbose_name),
        "type": "object",
        "properties": properties,
        "required": ["title", *needed],
        "fieldsets": [{"id": "default", "title": gettext("Default"), "behavior": "plone", "fields": list(properties)}],
        "layouts": [f"{name}_view"],
        "$defs": definitions,
    }


def _description_schema(model: type[LearningPage]) -> Schema:
    name = description_field(model)
    title = force_str(model._meta.get_field(name).verbose_name) if name else gettext("Description")
    return {"type": "string", "title": title}


def _field_schema(field: "models.Field[Any, Any]") -> Schema:
    schema: Schema = {"type": "string", "title": force_str(field.verbose_name)}
    if field.help_text:
        schema["description"] = force_str(field.help_text)
    if isinstance(field, models.IntegerField):
        schema |= {"type": "integer", "minimum": 0, "maximum": 32767}
    if isinstance(field, models.BooleanField):
        schema["type"] = "boolean"
    if isinstance(field, models.DateField):
        schema["format"] = "date"
    if field.choices:
        schema |= _choices(field.flatchoices)
    elif isinstance(field, models.CharField) and field.max_length:
        schema["maxLength"] = field.max_length
    if field.null:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema |= {"enum": [*schema["enum"], None], "enumNames": [*schema["enumNames"], ""]}
    return schema


def _choices(choices: Any) -> Schema:
    pairs = [(value, force_str(label)) for value, label in choices if value]
    return {"enum": [value for value, _ in pairs], "enumNames": [label for _, label in pairs]}


def block_schemas(model: type[LearningPage]) -> dict[str, Schema]:
    """Return the schema of each kind of block that a page type may hold, by its `@type`."""
    found = {}
    for field in stream_fields(model):
        for kind, block in field.stream_block.child_blocks.items():
            name = f"{field.name}.{kind}"
            found[name] = _item(block, {"@type": {"const": name}}, ["@type"])
    return found


def _item(block: blocks.Block, more: Schema, needed: list[str]) -> Schema:
    """Return the schema of a block or item of a list: `key` names it on the page, its anchor among other things."""
    properties: Schema = {**more, "key": {"type": "string", "title": gettext("Name on the page"), "maxLength": 80}}
    if isinstance(block, blocks.StructBlock):
        properties |= {name: _value(child) for name, child in block.child_blocks.items()}
        required = [*needed, *(name for name, child in block.child_blocks.items() if _is_required(child))]
    else:
        properties["value"] = _value(block)
        required = [*needed, "value"]
    title = force_str(block.label or "")
    return {
        "type": "object",
        "title": title,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _value(block: blocks.Block) -> Schema:
    """Return the schema of a value inside a block."""
    named: Schema = {"title": force_str(block.label or "")}
    if isinstance(block, ImageBlock):
        return {**named, **_IMAGE}
    if isinstance(block, blocks.ListBlock):
        items = _item(block.child_block, {"id": {"type": "string"}}, [])
        return {**named, "type": "array", "items": items, "minItems": block.meta.min_num or 0}
    if isinstance(block, blocks.RichTextBlock):
        return {**named, **_text(block), "widget": "richtext", "features": list(block.features or [])}
    field = getattr(block, "field", None)
    if isinstance(block, blocks.BooleanBlock):
        return {**named, "type": ["boolean", "null"]}
    if isinstance(block, blocks.IntegerBlock):
        return {**named, "type": "integer", "minimum": field.min_value, "maximum": field.max_value}  # type: ignore[union-attr]
    if isinstance(block, blocks.ChoiceBlock):
        return {**named, "type": "string", **_choices(field.choices)}  # type: ignore[union-attr]
    if isinstance(block, blocks.PageChooserBlock):
        return {**named, "type": ["string", "null"], "format": "uri-reference", "widget": "page"}
    length = getattr(field, "max_length", None)
    return {**named, **_text(block), **({"maxLength": length} if length else {})}


def _is_required(block: blocks.Block) -> bool:
    """Tell whether a block must be filled in; of rich text without its field, which would bring the editor along."""
    if isinstance(block, blocks.RichTextBlock):
        return bool(block.field_options["required"])
    return bool(block.required)


def _text(block: blocks.Block) -> Schema:
    return {"type": "string", "minLength": 1 if _is_required(block) else 0}


_IMAGE: Schema = {
    "type": ["object", "null"],
    "widget": "image",
    "properties": {
        "@id": {"type": "string", "format": "uri-reference"},
        "alt_text": {"type": "string"},
        "decorative": {"type": "boolean"},
    },
    "required": ["@id"],
}
