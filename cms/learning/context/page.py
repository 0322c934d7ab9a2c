"""A snapshot of the site -> what one page's template shows. Plain values only: nothing here or later queries."""

from typing import Any

from cms.learning.context.badge import badge_extras
from cms.learning.context.cards import badge_cards, families, skill_cards, toolkit_cards
from cms.learning.context.furniture import breadcrumbs, furniture
from cms.learning.context.kit import KIT_PATH, TEXTS_PATH, kit_extras, texts_extras
from cms.learning.context.module import module_extras
from cms.learning.context.organisations import organisation_extras, organisations_extras
from cms.learning.context.paths import paths_extras
from cms.learning.context.practices import practice_extras, practices_extras
from cms.learning.context.toolkit import toolkit_extras
from cms.learning.context.tools import tool_extras
from cms.learning.context.values import page_values
from cms.learning.snapshot import Node, Snapshot


def page_context(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return the context of the page at `node`, shown in the furniture of `language`.

    Where the node's own language is another one, the page is a fallback: the template marks its words with
    `page.language` and shows a notice.
    """
    return {
        **furniture(snapshot, language, node.path),
        "page": page_values(snapshot, node, language),
        "is_fallback": node.language != language,
        "content_language": snapshot.language(node.language),
        "breadcrumbs": breadcrumbs(snapshot, node, language),
        **_extras(snapshot, node, language),
    }


def _extras(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return what single page types show beyond their own fields."""
    kind = node.page_type.document_type
    if kind in {"home", "skills"}:
        return {"families": families(skill_cards(snapshot, language))}
    if kind == "badges":
        cards = badge_cards(snapshot, language)
        return {
            "badges": [card for card in cards if not card["skills_needed"]],
            "sets": [card for card in cards if card["skills_needed"]],
        }
    if kind == "skill":
        return module_extras(snapshot, node, language, skill_cards(snapshot, language))
    if kind == "module":
        return module_extras(snapshot, node, language, toolkit_cards(snapshot, language))
    if kind == "toolkit":
        return toolkit_extras(snapshot, language)
    if kind == "badge":
        return badge_extras(snapshot, node, language)
    if kind == "paths":
        return paths_extras(snapshot, node, language)
    if kind == "practices":
        return practices_extras(snapshot, language)
    if kind == "practice":
        return practice_extras(snapshot, node, language)
    if kind == "organisations":
        return organisations_extras(snapshot, language)
    if kind == "organisation":
        return organisation_extras(snapshot, node, language)
    if kind == "tool":
        return tool_extras(snapshot, node, language)
    if node.path == KIT_PATH:
        return kit_extras(snapshot, language)
    if node.path == TEXTS_PATH:
        return texts_extras(snapshot, language)
    return {}
