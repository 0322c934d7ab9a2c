"""What pages show of signed endorsements, and which page belongs to the organisation that gave one."""

from typing import Any
from urllib.parse import urlsplit

from cms.learning.context.furniture import entry
from cms.learning.snapshot import Snapshot

LIST_PATH = "organisations"


def endorsements_of_badge(snapshot: Snapshot, slug: str, language: str) -> list[dict[str, Any]]:
    """Return what is said of a badge and then of the issuer, once an organisation, in the reader's language if it is.

    `page` leads to the organisation's own page, and is None where it has none.
    """
    pages = organisation_pages(snapshot, language)
    found = _in_one_language(snapshot, language, {slug, ""})
    return [
        {**said, "page": pages.get(place_of(said["website"]))}
        for said in sorted(found, key=lambda said: (not said["slug"], said["organisation"]))
    ]


def endorsements_by(snapshot: Snapshot, website: str, language: str) -> list[dict[str, Any]]:
    """Return what the organisation with this website says, with the page of each badge; None stands for the issuer."""
    place = place_of(website)
    said_by = [said for said in _in_one_language(snapshot, language) if place and place_of(said["website"]) == place]
    found = []
    for said in said_by:
        badge = snapshot.find(language, f"badges/{said['slug']}") if said["slug"] else None
        if badge or not said["slug"]:
            found.append({**said, "badge": entry(badge, language) if badge else None})
    return found


def organisation_pages(snapshot: Snapshot, language: str) -> dict[str, dict[str, Any]]:
    """Return the pages of organisations by the place of their website. Made once a language."""
    return snapshot.once("organisation_pages", language, lambda: _pages(snapshot, language))


def place_of(website: str) -> str:
    """Return host and path of an address, so that two spellings of one website are the same; "" for none."""
    parts = urlsplit(website.strip().lower())
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _pages(snapshot: Snapshot, language: str) -> dict[str, dict[str, Any]]:
    nodes = snapshot.children(language, LIST_PATH)
    return {place_of(node.value("website")): entry(node, language) for node in nodes if node.value("website")}


def _in_one_language(snapshot: Snapshot, language: str, slugs: set[str] | None = None) -> list[dict[str, Any]]:
    """Return one of the wordings that somebody has given of one thing, in the order that they were given."""
    order = {language: 0, snapshot.source_language: 1}
    chosen: dict[tuple[str, str], dict[str, Any]] = {}
    for said in sorted(snapshot.endorsements, key=lambda said: order.get(said["language"], 2)):
        if slugs is None or said["slug"] in slugs:
            chosen.setdefault((said["endorser"], said["slug"]), said)
    return [said for said in snapshot.endorsements if said in chosen.values()]
