"""What stands around a page, as services of their own and expanded inside a page: breadcrumbs, navigation and so on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from cms.api.shapes.place import Place, children, review_state, summary
from cms.learning.context.furniture import breadcrumbs as pages_above
from cms.learning.people import public_people
from cms.learning.snapshot import Node, address_of

MOST_DEPTH = 10


@dataclass(frozen=True)
class Depths:
    """How deep the two trees go, counted in levels."""

    navigation: int = 1
    contextnavigation: int = 2


def breadcrumbs(place: Place, depths: Depths) -> dict[str, Any]:
    """Return the way from the home page to the page, the page itself included, the home page left out."""
    items = []
    if place.node:
        above = pages_above(place.snapshot, place.node, place.language)[1:]
        items = [{"@id": entry["address"], "title": entry["title"]} for entry in above]
        items += [{"@id": place.address, "title": place.node.title}] if place.node.path else []
    return {"@id": place.service("breadcrumbs"), "items": items, "root": place.home}


def navigation(place: Place, depths: Depths) -> dict[str, Any]:
    """Return the pages of the language as a tree; at the root of the site, the languages."""
    address = f"{place.home}@navigation"
    if place.node is None:
        return {"@id": address, "items": [_entry(home, home.node, 0) for home in homes(place) if home.node]}
    items = [_entry(place, node, depths.navigation - 1) for node in children(place, "") if is_listed(place, node)]
    return {"@id": address, "items": items}


def homes(place: Place) -> list[Place]:
    """Return the home page of each language that has one."""
    snapshot = place.snapshot
    return [place.at(node, other.code) for other in snapshot.languages if (node := snapshot.find_own(other.code, ""))]


def contextnavigation(place: Place, depths: Depths) -> dict[str, Any]:
    """Return the section that the page belongs to as a tree."""
    top = place.path.split("/")[0]
    section = place.snapshot.find(place.language, top) if place.node else None
    items = [_entry(place, section, depths.contextnavigation - 1)] if section and top else []
    return {"@id": place.service("contextnavigation"), "available": bool(items), "items": items}


def _entry(place: Place, node: Node, depth: int) -> dict[str, Any]:
    below = children(place, node.path) if depth > 0 else []
    return {**summary(place, node), "items": [_entry(place, child, depth - 1) for child in below]}


def is_listed(place: Place, node: Node) -> bool:
    """Tell whether navigation shows a page: one at the top does only where a menu of the site names it."""
    menus = place.snapshot.menus
    return "/" in node.path or not menus or any(node.path in paths for paths in menus.values())


def navroot(place: Place, depths: Depths) -> dict[str, Any]:
    """Return the home page that the page belongs to."""
    home = place.snapshot.find(place.language, "")
    return {"@id": place.service("navroot"), "navroot": summary(place, home) if home else None}


def translations(place: Place, depths: Depths) -> dict[str, Any]:
    """Return the same page in the other languages that have it; `root` holds the home page of every language."""
    snapshot = place.snapshot
    items = []
    if place.node:
        items = [
            {"@id": address_of(other.code, place.path), "language": other.code, "title": found.title}
            for other in snapshot.languages
            if other.code != place.language and (found := snapshot.find_own(other.code, place.path))
        ]
    root = {other.code: address_of(other.code, "") for other in snapshot.languages}
    return {"@id": place.service("translations"), "items": items, "root": root}


def workflow(place: Place, depths: Depths) -> dict[str, Any]:
    """Return the state of the page. Who decided what, and what comes next, is for those who may edit it."""
    state = review_state(place, place.node) if place.node else "published"
    progress = place.viewer.progress(place) if place.viewer.progress and place.node else {}
    return {
        "@id": place.service("workflow"),
        "state": {"id": state, "title": state_title(state)},
        "history": progress.get("history", []),
        "transitions": progress.get("transitions", []),
    }


def state_title(state: str) -> str:
    """Return the name of a state in words."""
    return {
        "private": pgettext("state of a page", "Private"),
        "pending": pgettext("state of a page", "Waiting for review"),
        "published": pgettext("state of a page", "Published"),
    }[state]


def actions(place: Place, depths: Depths) -> dict[str, Any]:
    """Return what one may do here, by the groups that Plone has."""
    user = [("logout", gettext("Log out"))] if place.viewer.user else [("login", gettext("Log in"))]
    may_edit = place.node is not None and _may_edit(place)
    objects = [("view", gettext("View")), *([("edit", gettext("Edit"))] if may_edit else [])]
    return {
        "@id": place.service("actions"),
        "document_actions": [],
        "object": _named(objects),
        "object_buttons": _named([("delete", gettext("Delete"))] if may_edit else []),
        "portal_tabs": [],
        "site_actions": [],
        "user": _named(user),
    }


def _may_edit(place: Place) -> bool:
    page = place.node.page if place.node else None
    return page is not None and place.viewer.may("write") and page.permissions_for_user(place.viewer.user).can_edit()


def _named(entries: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": name, "title": title, "icon": ""} for name, title in entries]


def site(place: Place, depths: Depths) -> dict[str, Any]:
    """Return what is true of the whole site: its name, languages, menus, licence and funding."""
    snapshot = place.snapshot
    home: Any = snapshot.find(place.language, "")
    menus = {
        name: [summary(place, node) for path in paths if (node := snapshot.find(place.language, path))]
        for name, paths in snapshot.menus.items()
    }
    return {
        "@id": f"{place.home}@site",
        "plone.site_title": home.page.title if home else snapshot.facts.get("name", ""),
        "plone.default_language": snapshot.source_language,
        "plone.available_languages": [language.code for language in snapshot.languages],
        "languages": [
            {"token": other.code, "title": other.name, "direction": other.direction} for other in snapshot.languages
        ],
        "tagline": home.page.tagline if home else "",
        "funding": home.page.funding if home else "",
        "disclaimer": home.page.disclaimer if home else "",
        "licence": snapshot.facts.get("licence"),
        # So that whoever checks the exported site with nothing else at hand knows which addresses may stand in it.
        "public_people": public_people(snapshot.facts),
        "menus": menus,
    }


Component = Callable[[Place, Depths], dict[str, Any]]
# What `@components` of every page names. Those that are the same on all pages of a language stand at its home page.
LINKED: Mapping[str, Component] = {
    "actions": actions,
    "breadcrumbs": breadcrumbs,
    "navigation": navigation,
    "navroot": navroot,
    "translations": translations,
    "workflow": workflow,
}
COMPONENTS: Mapping[str, Component] = {**LINKED, "contextnavigation": contextnavigation}


def component_address(place: Place, name: str) -> str:
    """Return where a component answers on its own."""
    return f"{place.home}@{name}" if name in {"navigation", "types"} else place.service(name)
