"""What the share page shows beyond its own words: the badges, and where they are checked."""

from typing import Any

from cms.learning.context.cards import badge_cards
from cms.learning.look import seal_of
from cms.learning.snapshot import Snapshot, address_of

VERIFY_PATH = "verify"


def share_extras(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """Return the badges, their issuer, and the page that checks them."""
    return {
        "badges": badge_cards(snapshot, language),
        "issuer": snapshot.facts.get("issuer", {}).get("name", ""),
        "seal": seal_of(snapshot.facts),
        "verify_address": address_of(language, VERIFY_PATH),
    }
