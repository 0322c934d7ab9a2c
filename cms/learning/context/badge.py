"""What the page of a badge shows beyond its own fields: its skill, and what its application form asks for."""

from typing import Any

from django.conf import settings

from cms.issuance.endpoint.answering import EVIDENCE_FIELDS, LONGEST_SITUATION, SHORTEST_SITUATION
from cms.issuance.evidence.kinds import KINDS
from cms.learning.context.endorsements import endorsements_of_badge
from cms.learning.context.furniture import entry
from cms.learning.snapshot import Node, Snapshot, address_of

SHARE_PATH = "share"


def badge_extras(snapshot: Snapshot, node: Node, language: str) -> dict[str, Any]:
    """Return what the page of a badge shows beyond its own fields.

    `limits` and `files` are those of the endpoint, so that the page can say them before anything is sent;
    `share_address` is empty where the site has no such page.
    """
    slug = node.page.slug
    skill = snapshot.find(language, f"skills/{slug}")
    share = snapshot.find(language, SHARE_PATH)
    return {
        "badge_key": snapshot.project.badge_key(slug),
        "skill": skill and {**entry(skill, language), "family": getattr(skill.page, "family", "")},
        "endpoint": f"{settings.ENDPOINT_URL}/apply/",
        "limits": {"least": SHORTEST_SITUATION, "most": LONGEST_SITUATION},
        "files": {"most": settings.EVIDENCE_FILES, "accept": ",".join(kind.media_type for kind in KINDS)},
        "link_numbers": range(1, EVIDENCE_FIELDS + 1),
        "endorsements": endorsements_of_badge(snapshot, slug, language),
        "share_address": f"{address_of(language, SHARE_PATH)}?badge={slug}" if share else "",
    }
