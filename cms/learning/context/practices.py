"""What the pages about good practices show: cards, what one can filter by, the map, and parts side by side."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from cms.learning.context.cards import TOOLKIT_PATH
from cms.learning.context.furniture import entry
from cms.learning.context.values import html_writer
from cms.learning.snapshot import Node, Snapshot
from cms.practices.vocabulary import COUNTRIES, LESSONS, PARTS, SECTORS, THEMES

LIST_PATH, COMPARE_PATH, SUGGEST_PATH = "practices", "compare-practices", "suggest-a-practice"
# Where the form of the site posts to.
INTAKE = "/apply/practices/"
# Of the map, in the units of its drawing: a tile with the space around it, and the tile.
STEP, TILE = 52, 48
LONGEST = {"title": 150, "summary": 400, "part": 4000, "lessons": 2000, "organisation": 200}


def practice_cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Return the practices in the order of the site, each with its facts in words. Made once a language."""
    return snapshot.once("practice_cards", language, lambda: _cards(snapshot, language))


def practice_facts(page: Any) -> dict[str, Any]:
    """Return what a practice is found by: countries, sector and themes, as keys and in words."""
    countries, themes = _keys(page.countries), _keys(page.themes)
    return {
        "country_keys": countries,
        "country_names": [COUNTRIES[code].name for code in countries if code in COUNTRIES],
        "sector_name": dict(SECTORS).get(page.sector, page.sector),
        "theme_keys": themes,
        "theme_names": [name for key, name in THEMES if key in themes],
    }


def practice_extras(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return what the page of a practice shows beyond its own fields."""
    fields = html_writer(snapshot, language).page_fields(node.page)
    compare = snapshot.find(language, COMPARE_PATH)
    return {
        **practice_facts(node.page),
        "parts": [part for part in _parts(fields) if part["body"]],
        "lessons_name": LESSONS[0],
        "compare_address": f"{entry(compare, language)['address']}#compare-{node.page.slug}" if compare else "",
    }


def practices_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return what the list shows: cards, the values of its filters that lead to something, the map and its table."""
    cards = practice_cards(snapshot, language)
    used = {key for card in cards for key in card["country_keys"]}
    known = {key for card in cards for key in (card["sector"], *card["theme_keys"])}
    countries = [
        {"key": key, "name": str(place.name), "practices": [card for card in cards if key in card["country_keys"]]}
        for key, place in COUNTRIES.items()
        if key in used
    ]
    below = (snapshot.find(language, path) for path in (COMPARE_PATH, SUGGEST_PATH, TOOLKIT_PATH))
    return {
        "practices": cards,
        "countries": countries,
        "sectors": [{"key": key, "name": name} for key, name in SECTORS if key in known],
        "themes": [{"key": key, "name": name} for key, name in THEMES if key in known],
        "map": _map(cards),
        "ways_on": [entry(found, language) for found in below if found],
    }


def compare_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return every practice, and part by part what each of them says."""
    writer = html_writer(snapshot, language)
    found = []
    for card in practice_cards(snapshot, language):
        node = snapshot.find(language, card["path"])
        found.append({**card, "fields": writer.page_fields(node.page) if node else {}})
    rows: list[dict[str, Any]] = [
        {"key": name, "name": label, "cells": [_cell(item, item["fields"].get(name)) for item in found]}
        for name, (label, _about) in PARTS.items()
    ]
    return {
        "practices": found,
        "rows": [row for row in rows if any(cell["body"] for cell in row["cells"])],
        "lessons_name": LESSONS[0],
    }


def suggest_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return what the form asks for, and where it goes."""
    return {
        "endpoint": f"{settings.ENDPOINT_URL}{INTAKE}",
        "country_choices": [{"key": key, "name": str(place.name)} for key, place in COUNTRIES.items()],
        "sector_choices": SECTORS,
        "theme_choices": THEMES,
        "part_choices": [(name, label, about) for name, (label, about) in PARTS.items()],
        "lessons": LESSONS,
        "longest": LONGEST,
    }


def _cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    cards = []
    for node in snapshot.children(language, LIST_PATH):
        page: Any = node.page
        cards.append(
            {
                **entry(node, language),
                "summary": page.summary,
                "sector": page.sector,
                "demonstration": page.demonstration,
                **practice_facts(page),
            }
        )
    return cards


def _keys(stream: Any) -> list[str]:
    return [item["value"] for item in stream.get_prep_value()]


def _parts(fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"key": name, "heading": label, "body": (fields[name] or {}).get("value", "")}
        for name, (label, _about) in PARTS.items()
    ]


def _cell(card: dict[str, Any], part: dict[str, Any] | None) -> dict[str, Any]:
    return {"title": card["title"], "language": card["language"], "body": (part or {}).get("value", "")}


def _map(cards: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the tiles of the map with their places, and its size."""
    tiles: list[dict[str, Any]] = []
    for code, place in COUNTRIES.items():
        count = sum(code in card["country_keys"] for card in cards)
        left, top = place.column * STEP, place.row * STEP
        middle = left + TILE // 2
        tiles.append({"code": code, "count": count, "x": left, "y": top, "middle": middle, "base": top + TILE // 2})
    size = [max(tile[side] for tile in tiles) + TILE for side in ("x", "y")]
    return {"tiles": tiles, "width": size[0], "height": size[1], "tile": TILE}
