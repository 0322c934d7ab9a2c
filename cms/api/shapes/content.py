"""A page -> its answer: Plone's names for what every page has, its own fields, its blocks, what lies below it."""

from collections.abc import Collection
from typing import Any

from cms.api.shapes.components import COMPONENTS, LINKED, Depths, component_address, homes, is_listed
from cms.api.shapes.fields import page_blocks, page_fields
from cms.api.shapes.place import Place, children, description, paths_below, review_state, summary, uid
from cms.api.shapes.types import type_list
from cms.learning.snapshot import Node

TIMES = ("created", "modified", "effective", "expires")


def content(place: Place, expand: Collection[str] = (), depths: Depths | None = None) -> dict[str, Any]:
    """Return the page without what lies below it. `expand` names the components that are answered whole."""
    if place.node is None:
        return _root(place, expand, depths or Depths())
    node, page = place.node, place.node.page
    return {
        "@id": place.address,
        "@type": page.document_type,
        "@components": components(place, expand, depths or Depths()),
        "UID": uid(node),
        "translation_group": page.translation_key.hex,
        "id": page.slug if node.path else place.language,
        "title": page.title,
        "description": description(node),
        "language": {"token": node.language, "title": place.snapshot.language(node.language).name},
        "requested_language": place.language,
        "is_fallback": node.language != place.language,
        "review_state": review_state(place, node),
        **times(place, node),
        **_as_plone_has_it(place, node),
        **page_fields(node),
        **page_blocks(place.snapshot, node, place.language),
    }


def _as_plone_has_it(place: Place, node: Node) -> dict[str, Any]:
    """Return what Plone's clients look for on every page. No name of a person is among it."""
    before, after = _beside(place, node)
    return {
        "parent": parent(place, node),
        "previous_item": summary(place, before) if before else {},
        "next_item": summary(place, after) if after else {},
        "is_folderish": bool(node.page.allowed_subpage_models()),
        "exclude_from_nav": not is_listed(place, node),
        "layout": f"{node.page.document_type}_view",
        "lock": {"locked": bool(node.page.locked), "stealable": False},
        "subjects": [],
        "creators": [],
        "contributors": [],
        "relatedItems": [],
        "rights": (place.snapshot.facts.get("licence") or {}).get("code", ""),
        "version": "current",
        "working_copy": None,
    }


def _beside(place: Place, node: Node) -> tuple[Node | None, Node | None]:
    """Return the page before and the page after this one, below the same page."""
    siblings = paths_below(place).get(node.path.rpartition("/")[0], []) if node.path else []
    if node.path not in siblings:
        return None, None
    position = siblings.index(node.path)
    around = [siblings[number] if 0 <= number < len(siblings) else None for number in (position - 1, position + 1)]
    before, after = (place.snapshot.find(place.language, path) if path is not None else None for path in around)
    return before, after


def parent(place: Place, node: Node) -> dict[str, Any]:
    """Return the page above; that of a home page is the root of the site."""
    above = place.snapshot.find(place.language, node.path.rpartition("/")[0]) if node.path else None
    return summary(place, above) if above else {"@id": "/", "@type": "site", "title": _site_name(place)}


def times(place: Place, node: Node) -> dict[str, Any]:
    """Return when the page was made, changed, first and last shown, as ISO 8601 in UTC; nothing in frozen files."""
    if not place.viewer.sees_times:
        return {}
    page = node.page
    moments = (
        page.first_published_at or page.latest_revision_created_at,
        page.last_published_at or page.latest_revision_created_at,
        page.first_published_at,
        page.expire_at,
    )
    return {
        name: moment.isoformat(timespec="seconds") if moment else None
        for name, moment in zip(TIMES, moments, strict=True)
    }


def components(place: Place, expand: Collection[str], depths: Depths) -> dict[str, Any]:
    """Return every component, as a link or, where `expand` names it, whole."""
    names = [*LINKED, "types", *(name for name in expand if name not in LINKED and name != "types")]
    found: dict[str, Any] = {}
    for name in names:
        address = component_address(place, name)
        if name not in expand:
            found[name] = {"@id": address}
        elif name == "types":
            found[name] = {"@id": address, "items": type_list(place)}
        else:
            found[name] = COMPONENTS[name](place, depths)
    return found


def _root(place: Place, expand: Collection[str], depths: Depths) -> dict[str, Any]:
    return {
        "@id": "/",
        "@type": "site",
        "@components": components(place, expand, depths),
        "id": "site",
        "title": _site_name(place),
        "description": "",
        "language": {
            "token": place.snapshot.source_language,
            "title": place.snapshot.language(place.snapshot.source_language).name,
        },
        "requested_language": place.snapshot.source_language,
        "is_fallback": False,
        "review_state": "published",
        "is_folderish": True,
        "parent": {},
        "blocks": {},
        "blocks_layout": {"items": []},
    }


def _site_name(place: Place) -> str:
    return str(place.snapshot.facts.get("name", ""))


def below(place: Place) -> list[Place]:
    """Return the pages one level below; at the root of the site, the home page of each language."""
    if place.node:
        return [place.at(node) for node in children(place, place.node.path)]
    return homes(place)
