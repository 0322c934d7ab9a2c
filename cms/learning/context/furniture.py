"""What stands around every page of a language: menus, other languages, funding, the way up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cms.learning.look import emblem_of, sheet_path
from cms.learning.models import HomePage
from cms.learning.snapshot import Node, Snapshot, address_of

SEARCH_PATH = "search"


def furniture(snapshot: Snapshot, language: str, path: str = "") -> dict[str, Any]:
    """Return what stands around every page of a language: menus, and links to the page at `path` in the others."""
    return {
        "language": snapshot.language(language),
        "content_language": snapshot.language(language),
        "is_fallback": False,
        "languages": snapshot.languages,
        "site": snapshot.once("site_values", language, lambda: site_values(snapshot, language)),
        "translations": _translations(snapshot, path, language),
        "header": _menu(snapshot, language, "header", path),
        "footer": _menu(snapshot, language, "footer", path),
    }


def site_values(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return what the furniture of every page of a language shows: name, funding, licence, contact."""
    home = snapshot.find(language, "")
    page: Any = home.page if home else HomePage()
    return {
        "name": page.title or snapshot.facts.get("name", ""),
        "language": home.language if home else language,
        "home": address_of(language, ""),
        "search": address_of(language, SEARCH_PATH) if snapshot.find(language, SEARCH_PATH) else "",
        "tagline": page.tagline,
        "funding": page.funding,
        "disclaimer": page.disclaimer,
        "facts": snapshot.facts,
        "public_url": snapshot.project.public_url,
        "look": f"/{path}" if (path := sheet_path(snapshot.facts)) else "",
        "emblem": emblem_of(snapshot.facts),
        "moving": _moving(snapshot.facts),
    }


def _moving(facts: dict[str, Any]) -> dict[str, Any] | None:
    """Return where the site moves and from which day on it is there, for the warning on every page."""
    if not (moving := facts.get("moving")):
        return None
    return {"to": moving["to"].rstrip("/"), "on": date.fromisoformat(moving["on"])}


def _translations(snapshot: Snapshot, path: str, language: str) -> list[dict[str, Any]]:
    """Return a link to the same page in each language that shows it; `is_fallback` where it is not translated there."""
    return [
        {
            "code": other.code,
            "name": other.name,
            "direction": other.direction,
            "address": address_of(other.code, path),
            "current": other.code == language,
            "is_fallback": (other.code, path) not in snapshot.nodes,
        }
        for other in snapshot.languages
        if snapshot.has(other.code, path)
    ]


def entry(node: Node, language: str, current: str = "") -> dict[str, Any]:
    """Return what a link to a page shows; `current` is the path of the page that the link stands on."""
    return {
        "path": node.path,
        "slug": node.path.rsplit("/", 1)[-1],
        "title": node.title,
        "menu_title": node.value("menu_title") or node.title,
        "address": address_of(language, node.path),
        "language": node.language,
        "is_fallback": node.language != language,
        "current": node.path == current,
        "within": bool(node.path) and current.startswith(f"{node.path}/"),
    }


def _menu(snapshot: Snapshot, language: str, name: str, here: str) -> list[dict[str, Any]]:
    """Return the entries of a menu, marked where they lead to here or above.

    Pages whose menus are marked alike get the same list, so that it is rendered once.
    """
    entries = snapshot.once(f"menu {name}", language, lambda: _entries(snapshot, language, name))
    places = [
        place
        for place, item in enumerate(entries)
        if item["path"] == here or (item["path"] and here.startswith(f"{item['path']}/"))
    ]
    marks = [(place, entries[place]["path"] == here) for place in places]
    return snapshot.once(f"menu {name} {marks}", language, lambda: _marked(entries, dict(marks)))


def _marked(entries: list[dict[str, Any]], marks: Mapping[int, bool]) -> list[dict[str, Any]]:
    """Return the entries; `marks` tells by their places which are current (True) or above the current page (False)."""
    return [
        {**item, "current": marks[place], "within": not marks[place]} if place in marks else item
        for place, item in enumerate(entries)
    ]


def _entries(snapshot: Snapshot, language: str, name: str) -> list[dict[str, Any]]:
    nodes = (snapshot.find(language, path) for path in snapshot.menus.get(name, []))
    # No path holds a line break, so none of them is the current one.
    return [entry(node, language, "\n") for node in nodes if node]


def breadcrumbs(snapshot: Snapshot, node: Node, language: str) -> list[dict[str, Any]]:
    """Return the pages above this one, the home page first."""
    if not node.path:
        return []
    parts = node.path.split("/")
    paths = ["", *("/".join(parts[:depth]) for depth in range(1, len(parts)))]
    return [entry(found, language) for path in paths if (found := snapshot.find(language, path))]
