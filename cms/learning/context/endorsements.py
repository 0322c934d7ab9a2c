"""What pages show of signed endorsements, and which page belongs to the organisation that gave one."""

from typing import Any
from urllib.parse import urlsplit

from cms.learning.context.furniture import entry
from cms.learning.picture import Picture

LIST_PATH = "organisations"


def endorsements_of_badge(picture: Picture, slug: str, language: str) -> list[dict[str, Any]]:
    """Return what is said of a badge and then of the issuer, once an organisation, in the reader's language if it is.

    `page` leads to the organisation's own page, and is None where it has none.
    """
    pages = organisation_pages(picture, language)
    found = _in_one_language(picture, language, {slug, ""})
    return [
        {**said, "page": pages.get(place_of(said["website"]))}
        for said in sorted(found, key=lambda said: (not said["slug"], said["organisation"]))
    ]


def endorsements_by(picture: Picture, website: str, language: str) -> list[dict[str, Any]]:
    """Return what the organisation with this website says, with the page of each badge; None stands for the issuer."""
    place = place_of(website)
    said_by = [said for said in _in_one_language(picture, language) if place and place_of(said["website"]) == place]
    found = []
    for said in said_by:
        badge = picture.find(language, f"badges/{said['slug']}") if said["slug"] else None
        if badge or not said["slug"]:
            found.append({**said, "badge": entry(badge, language) if badge else None})
    return found


def organisation_pages(picture: Picture, language: str) -> dict[str, dict[str, Any]]:
    """Return the pages of organisations by the place of their website. Made once a language."""
    return picture.once("organisation_pages", language, lambda: _pages(picture, language))


def place_of(website: str) -> str:
    """Return host and path of an address, so that two spellings of one website are the same; "" for none."""
    parts = urlsplit(website.strip().lower())
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _pages(picture: Picture, language: str) -> dict[str, dict[str, Any]]:
    nodes = picture.children(language, LIST_PATH)
    return {place_of(node.value("website")): entry(node, language) for node in nodes if node.value("website")}


def _in_one_language(picture: Picture, language: str, slugs: set[str] | None = None) -> list[dict[str, Any]]:
    """Return one of the wordings that somebody has given of one thing, in the order that they were given."""
    order = {language: 0, picture.source_language: 1}
    chosen: dict[tuple[str, str], dict[str, Any]] = {}
    for said in sorted(picture.endorsements, key=lambda said: order.get(said["language"], 2)):
        if slugs is None or said["slug"] in slugs:
            chosen.setdefault((said["endorser"], said["slug"]), said)
    return [said for said in picture.endorsements if said in chosen.values()]
