"""Figures about applications: outcomes and times by language and badge, without numbers that point at persons."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from cms.issuance.models import Application, Route
from cms.issuance.states import OPEN, State

# Groups of fewer people are not told: with one language and one badge they are somebody.
LEAST = 5
# Row and column of a number in a table.
Place = tuple[int, int]
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


def hide_small(table: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """Return the table with None for what must not be told. Its last row and last column are sums.

    A number from 1 to LEAST - 1 is hidden. Where the hidden numbers of a row or column could then be worked out from
    its sum, or are known to be as small together, the next smallest is hidden too, until none can be.
    """
    hidden = {
        (row, column) for row, line in enumerate(table) for column, number in enumerate(line) if 0 < number < LEAST
    }
    lines = _lines(table)
    while line := next((line for line in lines if _gives_away(table, line, hidden)), None):
        hidden.add(min(set(line) - hidden, key=lambda place: _cost(table, line, place)))
    return [
        [None if (row, column) in hidden else number for column, number in enumerate(line)]
        for row, line in enumerate(table)
    ]


def median_days(applications: Iterable[Application]) -> float | None:
    """Return the median of days from confirmation to decision, None where too few were decided at the desk."""
    times = [
        (row.decided_at - row.confirmed_at) / timedelta(days=1)
        for row in applications
        if row.decided_at and row.confirmed_at and row.batch_id is None
    ]
    return round(median(times), 1) if len(times) >= LEAST else None


def _lines(table: Sequence[Sequence[int]]) -> list[list[Place]]:
    """Return the places of each row and column from which a missing number could be worked out."""
    height, width = len(table), len(table[0]) if table else 0
    rows = [[(row, column) for column in range(width)] for row in range(height)] if width > 1 else []
    columns = [[(row, column) for row in range(height)] for column in range(width)] if height > 1 else []
    return rows + columns


def _gives_away(table: Sequence[Sequence[int]], line: Sequence[Place], hidden: set[Place]) -> bool:
    """Tell whether the hidden numbers of a row or column follow from what is shown of it."""
    unknown = hidden & set(line)
    if len(unknown) < 2:
        return bool(unknown)
    return line[-1] not in hidden and sum(table[row][column] for row, column in unknown) < LEAST


def _cost(table: Sequence[Sequence[int]], line: Sequence[Place], place: Place) -> tuple[int, int]:
    """Return what is lost by hiding a number: small ones first, then the sum; a nought hides nothing."""
    number = table[place[0]][place[1]]
    return (2 if not number else 1 if place == line[-1] else 0), number


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
    hidden = _("hidden")
    numbers = [hidden if number is None else number for number in (*row.counts, row.returned)]
    return [row.label, *numbers, "" if row.median_days is None else row.median_days]
