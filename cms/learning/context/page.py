"""A picture of the site -> what one page's template shows. Plain values only: nothing here or later queries."""

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
from cms.learning.picture import Node, Picture


def page_context(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return the context of the page at `node`, shown in the furniture of `language`.

    Where the node's own language is another one, the page is a fallback: the template marks its words with
    `page.language` and shows a notice.
    """
    return {
        **furniture(picture, language, node.path),
        "page": page_values(picture, node, language),
        "is_fallback": node.language != language,
        "content_language": picture.language(node.language),
        "breadcrumbs": breadcrumbs(picture, node, language),
        **_extras(picture, node, language),
    }


def _extras(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return what single page types show beyond their own fields."""
    kind = node.page_type.document_type
    if kind in {"home", "skills"}:
        return {"families": families(skill_cards(picture, language))}
    if kind == "badges":
        cards = badge_cards(picture, language)
        return {
            "badges": [card for card in cards if not card["skills_needed"]],
            "sets": [card for card in cards if card["skills_needed"]],
        }
    if kind == "skill":
        return module_extras(picture, node, language, skill_cards(picture, language))
    if kind == "module":
        return module_extras(picture, node, language, toolkit_cards(picture, language))
    if kind == "toolkit":
        return toolkit_extras(picture, language)
    if kind == "badge":
        return badge_extras(picture, node, language)
    if kind == "paths":
        return paths_extras(picture, node, language)
    if kind == "practices":
        return practices_extras(picture, language)
    if kind == "practice":
        return practice_extras(picture, node, language)
    if kind == "organisations":
        return organisations_extras(picture, language)
    if kind == "organisation":
        return organisation_extras(picture, node, language)
    if kind == "tool":
        return tool_extras(picture, node, language)
    if node.path == KIT_PATH:
        return kit_extras(picture, language)
    if node.path == TEXTS_PATH:
        return texts_extras(picture, language)
    return {}
