"""How many badges were awarded, all together and of each kind: no name, no date, no number that points at somebody."""

from typing import Any

from cms.api.shapes.place import Place
from cms.issuance.record.figures import badge_counts


def statistics(place: Place) -> dict[str, Any]:
    """Return the awards of each badge that has any, in one query; `valid` are those that were not revoked.

    Numbers from 1 to 4 are null, and those from which they could be worked out, as at the assessors' desk.
    """
    counts, total = badge_counts()
    items = [{"id": slug, "awarded": count.awarded, "valid": count.valid} for slug, count in counts.items()]
    return {
        "@id": f"{place.home}@badge-statistics",
        "items": items,
        "items_total": len(items),
        "awarded": total.awarded,
        "valid": total.valid,
    }
