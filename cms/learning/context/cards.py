"""Skills and badges in short: what lists, families and neighbours show. Made once a language."""

from typing import Any

from cms.learning.context.furniture import entry
from cms.learning.context.minutes import total_minutes
from cms.learning.models.module import ModulePage
from cms.learning.models.skill import FAMILIES
from cms.learning.models.toolkit import ToolkitModulePage
from cms.learning.snapshot import Snapshot, address_of

TOOLKIT_PATH = "toolkit"


def skill_cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Return the skills in the order of their numbers, each with promise, family and badge address."""
    return snapshot.once("skill_cards", language, lambda: _skill_cards(snapshot, language))


def _skill_cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    cards = []
    for node in snapshot.children(language, "skills"):
        page: Any = node.page
        cards.append(
            {
                **entry(node, language),
                "number": page.number,
                "family": page.family,
                "promise": page.promise,
                "minutes": total_minutes(page)["total"],
                "parts": _parts(page, bool(snapshot.find(language, f"badges/{node.page.slug}"))),
                "complete": bool(page.theory),
                "badge_address": address_of(language, f"badges/{node.page.slug}"),
            }
        )
    return sorted(cards, key=lambda card: card["number"])


def toolkit_cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Return the modules of the toolkit in the order of their numbers, each with track, promise and minutes."""
    return snapshot.once("toolkit_cards", language, lambda: _toolkit_cards(snapshot, language))


def _toolkit_cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    cards = []
    for node in snapshot.children(language, TOOLKIT_PATH):
        if issubclass(node.page_type, ToolkitModulePage):
            page: Any = node.page
            facts = {"number": page.number, "track": page.track, "promise": page.promise}
            sums = {"minutes": total_minutes(page)["total"], "parts": _parts(page, has_badge=False)}
            cards.append({**entry(node, language), **facts, **sums})
    return sorted(cards, key=lambda card: card["number"])


def _parts(page: ModulePage, has_badge: bool) -> int:
    """Return how many parts the module's contents list: reflecting before and looking back are two."""
    parts = (page.statements, page.theory, page.activities, page.scenario, page.quiz, page.statements)
    return sum(bool(part) for part in parts) + bool(getattr(page, "podcast", None)) + has_badge


def badge_cards(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Return the badges in the order of their skills, then the set badges, the smallest set first."""
    skills = {card["slug"]: card for card in skill_cards(snapshot, language)}
    cards = []
    for node in snapshot.children(language, "badges"):
        skill = skills.get(node.page.slug, {})
        cards.append(
            {
                **entry(node, language),
                "summary": node.page.summary,
                "family": skill.get("family", ""),
                "number": skill.get("number", 0),
                "skills_needed": node.page.skills_needed,
            }
        )
    return sorted(cards, key=lambda card: (card["skills_needed"] or 0, card["number"]))


def families(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the four families with their names and their skills."""
    return [
        {"key": key, "name": name, "skills": [card for card in cards if card["family"] == key]}
        for key, name in FAMILIES
    ]
