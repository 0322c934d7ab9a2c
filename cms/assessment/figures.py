"""Figures about applications: outcomes and times by language and badge, without numbers that point at persons."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from cms.issuance.models import Application, Route
from cms.issuance.states import OPEN, State
from cms.small_numbers import LEAST, hide_small, told

OUTCOMES = ("awarded", "direct", "declined", "closed", "open")
# What ended without a decision at the desk.
CLOSED_UNDECIDED = (State.WITHDRAWN, State.EXPIRED, State.ERASED)


@dataclass(frozen=True)
class FigureRow:
    """One group: its counts in the order of OUTCOMES and their sum, None for hidden; and days to a decision."""

    label: str
    counts: tuple[int | None, ...]
    median_days: float | None
    returned: int | None


@dataclass(frozen=True)
class FigureTable:
    """Groups, and all of them together at the end."""

    title: str
    rows: list[FigureRow]
    total: FigureRow


def outcome_labels() -> list[str]:
    """Return the headings of the counts, the sum included."""
    return [
        _("Awarded"),
        _("Awarded without application"),
        _("Not awarded"),
        _("Withdrawn, expired or erased"),
        _("Open"),
        _("Together"),
    ]


def figures(
    applications: Iterable[Application],
    title: str,
    group_of: Callable[[Application], str],
    label_of: Callable[[str], str] = str,
) -> FigureTable:
    """Count applications by group, in the order of the groups' names; `label_of` gives what is read.

    Numbers from 1 to 4, and those that would give them away, are hidden.
    """
    groups: dict[str, list[Application]] = defaultdict(list)
    for application in applications:
        groups[group_of(application)].append(application)
    names = sorted(groups)
    counts = [_counts(groups[name]) for name in names]
    sums = [sum(column) for column in zip(*counts, strict=True)] if counts else [0] * (len(OUTCOMES) + 1)
    shown = hide_small([*counts, sums])
    everything = [application for name in names for application in groups[name]]
    returned = hide_small([[_returned(groups[name])] for name in names] + [[_returned(everything)]])
    rows = [
        FigureRow(label_of(name), tuple(shown[place]), median_days(groups[name]), returned[place][0])
        for place, name in enumerate(names)
    ]
    return FigureTable(
        title, rows, FigureRow(_("Together"), tuple(shown[-1]), median_days(everything), returned[-1][0])
    )


def median_days(applications: Iterable[Application]) -> float | None:
    """Return the median of days from confirmation to decision, None where too few were decided at the desk."""
    times = [
        (row.decided_at - row.confirmed_at) / timedelta(days=1)
        for row in applications
        if row.decided_at and row.confirmed_at and row.batch_id is None
    ]
    return round(median(times), 1) if len(times) >= LEAST else None


def _counts(applications: Iterable[Application]) -> list[int]:
    counts = dict.fromkeys(OUTCOMES, 0)
    for application in applications:
        counts[_outcome(application)] += 1
    return [*counts.values(), sum(counts.values())]


def _outcome(application: Application) -> str:
    if application.state in CLOSED_UNDECIDED:
        return "closed"
    if application.state == State.DECLINED:
        return "declined"
    if application.state in OPEN:
        return "open"
    applied = application.batch_id is None and application.route in Route.values
    return "awarded" if applied else "direct"


def _returned(applications: Iterable[Application]) -> int:
    return sum(application.round > 1 for application in applications)


def as_cells(row: FigureRow) -> list[Any]:
    """Return a row as cells of a table or file, with the word for what is hidden."""
    numbers = [told(number) for number in (*row.counts, row.returned)]
    return [row.label, *numbers, "" if row.median_days is None else row.median_days]
