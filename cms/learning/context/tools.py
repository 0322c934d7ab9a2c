"""What the pages around a tool show: the test, the search, the check of a badge."""

from typing import Any

from cms.issuance.credentials.verify_messages import verify_messages
from cms.learning.context.cards import families, skill_cards
from cms.learning.context.furniture import entry
from cms.learning.picture import Node, Picture


def tool_extras(picture: Picture, node: Node, language: str) -> dict[str, Any]:
    """Return what the page of a tool shows beyond its own words."""
    tool = getattr(node.page, "tool", "")
    if tool == "reflect":
        return {"families": families(skill_cards(picture, language))}
    if tool == "search":
        paths = [path for path in picture.paths() if path != node.path]
        found = (picture.find(language, path) for path in paths)
        return {"pages": [entry(page, language) for page in found if page]}
    if tool == "verify":
        return {"verify_messages": verify_messages()}
    return {}
