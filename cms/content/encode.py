"""A page of the CMS -> the YAML data of its document."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField

from cms.content.links import HOME, Links
from cms.content.markdown import to_markdown
from cms.content.yaml_file import RichText
from cms.learning.models import (
    HomePage,
    InfoPage,
    LearningPage,
    OrganisationIndexPage,
    PathsPage,
    PracticeIndexPage,
    ToolPage,
)
from cms.learning.models.badge import BadgeIndexPage
from cms.learning.models.skill import SkillIndexPage
from cms.learning.models.toolkit import ToolkitPage
from cms.learning.plain import PlainWriter

_NAMED_TYPES = (
    *(HomePage, SkillIndexPage, BadgeIndexPage, ToolPage, InfoPage, PathsPage, PracticeIndexPage),
    OrganisationIndexPage,
    ToolkitPage,
)


def encode(
    page: LearningPage, keys: Mapping[str, str], links: Links, image_file: Callable[[int], str]
) -> dict[str, Any]:
    """Return the data of the page's YAML file, in the order of its format; empty values are left out."""
    paths = {page_id: path for path, page_id in links.page_ids.items()}

    def image(raw: dict[str, Any]) -> dict[str, Any]:
        return {
            "file": image_file(raw["image"]),
            "alt_text": raw.get("alt_text", ""),
            "decorative": bool(raw.get("decorative")),
        }

    writer = PlainWriter(
        keys=keys,
        rich=lambda html: RichText(to_markdown(html, links.name)),
        page=lambda page_id: paths.get(page_id, "?") or HOME,
        image=image,
    )
    fields = writer.page_fields(page)
    data: dict[str, Any] = {"type": page.document_type} if isinstance(page, _NAMED_TYPES) else {}
    for dotted, name in page.document_fields.items():
        field = page._meta.get_field(name)
        *parents, last = dotted.split(".")
        source, target = fields, data
        for parent in parents:
            source, target = source[parent], target.setdefault(parent, {})
        value = source[last]
        if isinstance(field, StreamField):
            value = _stream(field.stream_block, value)
        elif isinstance(value, date):
            value = value.isoformat()
        target[last] = value
    return _without_empty(data)


def _stream(block: blocks.StreamBlock, value: Any) -> Any:
    kinds = block.child_blocks
    if block.meta.max_num == 1:
        return _item(value, with_type=False) if value else None
    if len(kinds) == 1 and isinstance(next(iter(kinds.values())), (blocks.RegexBlock, blocks.ChoiceBlock)):
        return [item["value"] for item in value]
    return {item["key"]: _item(item, with_type=len(kinds) > 1) for item in value}


def _item(item: dict[str, Any], *, with_type: bool) -> Any:
    if "value" in item:
        return item["value"]
    fields = {name: _plain(value) for name, value in item.items() if name not in {"key", "id", "type"}}
    return {"type": item["type"], **fields} if with_type else fields


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return {item["key"]: _item(item, with_type=False) for item in value}
    return value


def _without_empty(value: Any) -> Any:
    """Drop what says nothing: empty texts and collections, None, false."""
    if not isinstance(value, dict):
        return value
    cleaned = {key: _without_empty(item) for key, item in value.items()}
    return {key: item for key, item in cleaned.items() if item not in ("", None, False, {}, [])}
