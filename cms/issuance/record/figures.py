"""The published figures: what was awarded, in numbers that point at nobody. Read by the export and by the API.

Counted are all badges that were awarded, those withdrawn later included: the API tells what is withdrawn of them, and
two tables that counted otherwise could be subtracted from each other. By badge both show the same table.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from cms.issuance.models import Award
from cms.projects import current, slug_of
from cms.small_numbers import LEAST, hide_small, hide_small_in

Hidden = int | None


@dataclass(frozen=True)
class BadgeCounts:
    """What became of a badge, or of all: how many are not revoked, and how many were awarded; None for hidden."""

    valid: Hidden
    awarded: Hidden


@dataclass(frozen=True)
class AwardFigures:
    """Awards by badge, by language and by month (as 2026-05, none left out in between), and people who hold any."""

    total: Hidden
    people: Hidden
    by_badge: dict[str, Hidden]
    by_language: dict[str, Hidden]
    by_month: dict[str, Hidden]


def badge_counts(until: date | None = None) -> tuple[dict[str, BadgeCounts], BadgeCounts]:
    """Return what became of each badge that the project ever awarded, by its slug, and of all together."""
    rows = (
        _awards(until)
        .order_by("achievement__slug")
        .values_list("achievement__slug")
        .annotate(
            valid=Count("pk", filter=Q(revoked_at=None)),
            revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
            awarded=Count("pk"),
        )
    )
    slugs = [row[0] for row in rows]
    counts = [list(row[1:]) for row in rows]
    sums = [sum(column) for column in zip(*counts, strict=True)] or [0, 0, 0]
    *shown, total = [BadgeCounts(row[0], row[2]) for row in hide_small([*counts, sums])]
    return dict(zip(map(slug_of, slugs), shown, strict=True)), total


def award_figures(until: date | None = None) -> AwardFigures:
    """Return the figures of all awards, or of those until a day, that day included."""
    badges, total = badge_counts(until)
    rows = list(_awards(until).values_list("achievement__language", "issued_at"))
    people = _awards(until).filter(is_first_of_holder=True).count()
    return AwardFigures(
        total=total.awarded,
        people=None if 0 < people < LEAST else people,
        by_badge={slug: counts.awarded for slug, counts in badges.items()},
        by_language=_shown(Counter(language for language, _day in rows)),
        by_month=_shown(_without_gaps(Counter(f"{day:%Y-%m}" for _language, day in rows))),
    )


def _awards(until: date | None) -> QuerySet[Award]:
    awards = Award.objects.filter(current().own("achievement__slug"))
    return awards.filter(issued_at__lt=datetime.combine(until + timedelta(days=1), time(), UTC)) if until else awards


def _shown(counts: Counter[str]) -> dict[str, Hidden]:
    names = sorted(counts)
    return dict(zip(names, hide_small_in([counts[name] for name in names])[:-1], strict=True))


def _without_gaps(counts: Counter[str]) -> Counter[str]:
    """Return the months with those in between in which nothing was awarded."""
    return Counter({month: counts[month] for month in _months(counts)}) if counts else counts


def _months(known: Iterable[str]) -> Iterable[str]:
    first, last = min(known), max(known)
    year, month = (int(part) for part in first.split("-"))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
