"""What the page of a module shows beyond its own fields: badge, glossary terms, neighbours, minutes."""

from typing import Any

from cms.learning.context.furniture import entry
from cms.learning.context.minutes import total_minutes
from cms.learning.context.values import GLOSSARY_PATH, html_writer
from cms.learning.snapshot import Node, Snapshot, address_of


def module_extras(snapshot: Snapshot, node: Node, language: str, cards: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the page of a module shows beyond its own fields; `cards` are those of its course, in order."""
    position = next((place for place, card in enumerate(cards) if card["path"] == node.path), 0)
    badge = snapshot.find(language, f"badges/{node.page.slug}")
    page: Any = node.page
    writer = html_writer(snapshot, language)
    used = {item["value"] for item in page.terms.get_prep_value()}
    glossary = snapshot.find(language, GLOSSARY_PATH)
    terms = writer.page_fields(glossary.page)["terms"] if glossary else []
    return {
        "badge": badge and {**entry(badge, language), **writer.page_fields(badge.page)},
        "glossary": [term for term in terms if term["key"] in used],
        "glossary_address": address_of(language, GLOSSARY_PATH),
        "previous": cards[position - 1] if position else None,
        "next": cards[position + 1] if position + 1 < len(cards) else None,
        "recording": _recording(snapshot, node),
        "minutes": total_minutes(page),
    }


def _recording(snapshot: Snapshot, node: Node) -> dict[str, Any] | None:
    """Return the recording of the podcast in the language of the page's words, else in the source language, if any."""
    for code in (node.language, snapshot.source_language):
        if found := snapshot.recordings.get((code, node.page.slug)):
            captions = found.captions.file.url if found.captions else ""
            return {"audio": found.audio.file.url, "captions": captions, "language": code}
    return None
