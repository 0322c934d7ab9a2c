"""Badges as the API shows them: what one must show for each, and where its verifiable record lies. Never applicants."""

from typing import Any

from cms.api.shapes.place import Place, children, summary
from cms.issuance.credentials.addresses import current_achievement_path
from cms.learning.context.values import html_writer
from cms.learning.snapshot import Node

BADGES_PATH = "badges"


def badge_list(place: Place) -> list[dict[str, Any]]:
    """Return every badge of the language with its criteria."""
    nodes = children(place, BADGES_PATH)
    return [badge(place, node) for node in nodes if node.page.document_type == "badge"]


def badge(place: Place, node: Node) -> dict[str, Any]:
    """Return a badge; `achievement` is the address of the document that credentials name."""
    fields = html_writer(place.snapshot, place.language).page_fields(node.page)
    return {
        **summary(place, node),
        "id": node.page.slug,
        "achievement": f"/{current_achievement_path(node.page.slug)}",
        "criteria": [
            {name: item[name] for name in ("key", "title", "description", "example")} for item in fields["criteria"]
        ],
        "evidence": [item["value"] for item in fields["evidence"]],
        "alignment": [
            {name: item[name] for name in ("framework", "name", "code", "url")} for item in fields["alignment"]
        ],
    }
