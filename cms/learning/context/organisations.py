"""What the pages about organisations show: cards, what one can filter by, what an organisation has endorsed."""

from typing import Any

from cms.learning.context.cards import badge_cards
from cms.learning.context.endorsements import LIST_PATH, endorsements_by
from cms.learning.context.furniture import entry
from cms.learning.context.values import html_writer
from cms.learning.snapshot import Node, Snapshot
from cms.practices.vocabulary import COUNTRIES
from cms.recognition.vocabulary import KINDS, RELATIONS

MAP_PATH = "badge-map"


def organisation_cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Return the organisations in the order of the site, each with its facts in words. Made once a language."""
    return snapshot.once("organisation_cards", language, lambda: _cards(snapshot, language))


def organisation_facts(page: Any) -> dict[str, Any]:
    """Return what an organisation is found by, in words."""
    return {
        "kind_name": dict(KINDS).get(page.kind, page.kind),
        "country_name": COUNTRIES[page.country].name if page.country in COUNTRIES else page.country,
    }


def organisation_extras(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return what the page of an organisation shows beyond its own fields."""
    page: Any = node.page
    chart = snapshot.find(language, MAP_PATH)
    return {
        **organisation_facts(page),
        "endorsements": endorsements_by(snapshot, page.website, language),
        "related": related_badges(snapshot, node, language),
        "map_address": entry(chart, language)["address"] if chart else "",
    }


def related_badges(snapshot: Snapshot, node: Node, language: str) -> list[dict[str, Any]]:
    """Return the badges that an organisation names: each with its relation in words, and `ours`, the page of ours."""
    ours = {card["address"]: card for card in badge_cards(snapshot, language)}
    names = dict(RELATIONS)
    fields = html_writer(snapshot, language).page_fields(node.page)
    return [
        {**badge, "relation_name": names.get(badge["relation"], ""), "ours": ours[badge["page"]], "from": node.title}
        for badge in fields["badges"]
        if badge["page"] in ours
    ]


def organisations_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return what the list shows: cards, and the values of its filters that lead to something."""
    cards = organisation_cards(snapshot, language)
    countries = {card["country"] for card in cards}
    kinds = {card["kind"] for card in cards}
    return {
        "organisations": cards,
        "countries": [{"key": key, "name": str(place.name)} for key, place in COUNTRIES.items() if key in countries],
        "kinds": [{"key": key, "name": name} for key, name in KINDS if key in kinds],
    }


def _cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    cards = []
    for node in snapshot.children(language, LIST_PATH):
        page: Any = node.page
        cards.append(
            {
                **entry(node, language),
                "summary": page.summary,
                "kind": page.kind,
                "country": page.country,
                "endorses": bool(endorsements_by(snapshot, page.website, language)),
                **organisation_facts(page),
            }
        )
    return cards
