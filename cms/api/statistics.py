"""How many badges were awarded, all together and of each kind: no name, no date, no number that points at somebody."""

from typing import Any

from django.db.models import Count, Q

from cms.api.shapes.place import Place
from cms.issuance.models import Award
from cms.small_numbers import hide_small


def statistics(place: Place) -> dict[str, Any]:
    """Return the awards of each badge that has any, in one query; `valid` are those that were not revoked.

    Numbers from 1 to 4 are null, and those from which they could be worked out, as at the assessors' desk.
    """
    rows = (
        Award.objects.order_by("achievement__slug")
        .values("achievement__slug")
        .annotate(
            valid=Count("pk", filter=Q(revoked_at=None)),
            revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
            awarded=Count("pk"),
        )
    )
    counts = [[row[name] for name in ("valid", "revoked", "awarded")] for row in rows]
    sums = [sum(column) for column in zip(*counts, strict=True)] or [0, 0, 0]
    *shown, total = hide_small([*counts, sums])
    items = [
        {"id": row["achievement__slug"], "awarded": awarded, "valid": valid}
        for row, (valid, _revoked, awarded) in zip(rows, shown, strict=True)
    ]
    return {
        "@id": f"{place.home}@badge-statistics",
        "items": items,
        "items_total": len(items),
        "awarded": total[-1],
        "valid": total[0],
    }
