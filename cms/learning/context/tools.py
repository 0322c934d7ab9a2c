"""What the pages around a tool show: the test, the search, the check of a badge."""

from typing import Any

from django.conf import settings
from django.utils import translation

from cms.learning.context.constellation import map_extras
from cms.learning.context.furniture import entry
from cms.learning.context.impact import impact_extras
from cms.learning.context.offline import offline_extras
from cms.learning.context.practices import compare_extras, suggest_extras
from cms.learning.context.reflection import reflection_extras
from cms.learning.context.share import share_extras
from cms.learning.context.toolkit import canvas_extras
from cms.learning.models import ToolPage
from cms.learning.snapshot import Node, Snapshot

# Answers of the endpoint: reached by a redirect, of no use to somebody who looks for something.
UNLISTED = frozenset(
    f"{form}-{answer}" for form in ("application", "practice", "claim") for answer in ("received", "confirmed")
)

# Where the form for a claim posts to.
CLAIMS = "/apply/claim/"


def tool_of(node: Node) -> str:
    """Return the tool that a page is around, "" for a page without."""
    return str(getattr(node.page, "tool", "")) if issubclass(node.page_type, ToolPage) else ""


def tool_extras(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return what the page of a tool shows beyond its own words."""
    tool = tool_of(node)
    if tool == "reflect":
        return reflection_extras(snapshot, node, language)
    if tool == "search":
        paths = [path for path in snapshot.paths() if path not in {node.path, *UNLISTED}]
        found = (snapshot.find(language, path) for path in paths)
        return {"pages": [entry(page, language) for page in found if page]}
    if tool == "share":
        return share_extras(snapshot, language)
    if tool == "offline":
        return offline_extras(snapshot, language)
    if tool == "compare":
        return compare_extras(snapshot, language)
    if tool == "suggest":
        return suggest_extras(snapshot, language)
    if tool == "map":
        return map_extras(snapshot, language)
    if tool == "canvas":
        return canvas_extras()
    if tool == "claim":
        return {"endpoint": f"{settings.ENDPOINT_URL}{CLAIMS}", "project_key": snapshot.project.key}
    if tool == "impact":
        # In the language of the words around them, which in a fallback is not that of the page's frame.
        with translation.override(node.language):
            return impact_extras(snapshot, node.language)
    if tool == "verify":
        # The library that signs badges comes along with it and takes as long to load as half of Wagtail.
        from cms.issuance.credentials.verify_messages import verify_messages

        return {"verify_messages": verify_messages()}
    return {}
