"""The form that a page has in our own API, carried along in an export for Plone, so that coming back it loses nothing.

It is a value of the block that shows the title. Plone keeps the blocks of a page as they are, so it is still there
when Plone has exported the page again. With it goes a digest of what Plone shows of the page: where that was changed in
Plone, our form is out of date, and the page is read as any page of Plone is.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cms.api.plone.read import Item, PloneExportError
from cms.api.shapes.fields import page_blocks, page_fields
from cms.api.shapes.place import description
from cms.api.shapes.types import page_models
from cms.learning.models import LearningPage
from cms.learning.snapshot import Node, Snapshot

NAME = "perennial"
UID_ADDRESS = "../resolveuid/"
GROUP = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class OwnForm:
    """A page as the API writes it: its type, its translation key, and the body of a request that would make it.

    `recording` holds the addresses of audio and captions; `is_changed` tells that Plone's words are newer.
    """

    model: type[LearningPage]
    key: UUID
    body: Mapping[str, Any]
    recording: Mapping[str, str]
    is_changed: bool


def write_own(
    snapshot: Snapshot, node: Node, image: Callable[[int], str], recording: Mapping[str, str]
) -> dict[str, Any]:
    """Return what goes along with the title block; `image` tells the UID of a picture by its number."""
    form = {
        "@type": node.page.document_type,
        "translation_group": node.page.translation_key.hex,
        "id": node.page.slug,
        "title": node.page.title,
        "description": description(node),
        **page_fields(node),
        **page_blocks(snapshot, node, node.language),
    }
    whole = _with_pictures(form, lambda number: f"{UID_ADDRESS}{image(int(number))}")
    return {NAME: {"form": whole, "recording": dict(recording)}}


def seal(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item of an export with the digest of what Plone shows of it."""
    _carrier(item)["digest"] = digest(item)
    return item


def read_own(item: Item) -> OwnForm | None:
    """Return the form that goes along with an item, None where there is none.

    Pictures have the address of their UID; `with_numbers` gives them that of the API.

    Raises:
        PloneExportError: it is damaged.
    """
    carried = _carrier(item.data)
    form = carried.get("form")
    if not isinstance(form, dict):
        return None
    model = page_models().get(str(form.get("@type")))
    group, recording = str(form.get("translation_group")), carried.get("recording")
    if model is None or not GROUP.fullmatch(group):
        raise PloneExportError(f"{item.file}: {item.path}: {NAME}.form: unknown @type or translation_group.")
    body = {name: value for name, value in form.items() if name not in {"@type", "translation_group"}}
    is_changed = carried.get("digest") != digest(item.data)
    return OwnForm(model, UUID(group), body, recording if isinstance(recording, dict) else {}, is_changed)


def with_numbers(value: Any, number: Callable[[str], int | None]) -> Any:
    """Return a form with the API's addresses of pictures; `number` finds that of a picture by its UID."""

    def address(uid: str) -> str:
        found = number(uid.removeprefix(UID_ADDRESS))
        return f"/@images/{found}" if found else ""

    return _with_pictures(value, address)


def digest(data: Mapping[str, Any]) -> str:
    """Return the digest of what Plone shows of a page: title, description, and its blocks in their order."""
    found = data.get("blocks") or {}
    order = (data.get("blocks_layout") or {}).get("items") or []
    shown = [{name: value for name, value in (found.get(key) or {}).items() if name != NAME} for key in order]
    words = json.dumps([data.get("title"), data.get("description"), shown], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def _carrier(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what goes along with a page's title block, {} where nothing does."""
    for block in (data.get("blocks") or {}).values():
        if isinstance(block, dict) and isinstance(block.get(NAME), dict):
            carried: dict[str, Any] = block[NAME]
            return carried
    return {}


def _with_pictures(value: Any, address: Callable[[str], str]) -> Any:
    """Return a form with another address of each picture, and of it only what a write takes; "" leaves it out."""
    if isinstance(value, list):
        return [_with_pictures(part, address) for part in value]
    if not isinstance(value, dict):
        return value
    if "alt_text" in value and "@id" in value:
        new = address(str(value["@id"]).removeprefix("/@images/"))
        words = {"alt_text": value["alt_text"], "decorative": value.get("decorative", False)}
        return {"@id": new, **words} if new else None
    return {name: _with_pictures(part, address) for name, part in value.items()}
