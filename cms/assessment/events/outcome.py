"""What came of training events, for the page of statistics: who was there and what was awarded, nobody pointed at."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.assessment.filters import badge_choices
from cms.events.record import Outcome, held_events, outcomes
from cms.language import own_name
from cms.small_numbers import hide_small, hide_small_in, told


@dataclass(frozen=True)
class EventTable:
    """Rows of cells below headings, and all of them together at the end."""

    title: str
    headings: list[str]
    rows: list[list[Any]]
    total: list[Any]


def years_of_events(languages: Sequence[str]) -> list[int]:
    """Return the years in which events were held in some languages."""
    return [day.year for day in held_events().filter(language__in=languages).dates("ends", "year")]


def event_tables(languages: Sequence[str], year: int | None) -> list[EventTable]:
    """Return the tables by language and by badge; none where no event was held."""
    rows = held_events().filter(language__in=languages)
    found = outcomes(rows.filter(ends__year=year) if year else rows)
    if not found:
        return []
    by_language = _table(_("Language"), found, lambda outcome, _slug: own_name(outcome.event.language))
    badges = dict(badge_choices())
    by_badge = _table(_("Badge"), found, lambda _outcome, slug: badges.get(slug, slug))
    return [_with_people(by_language, found), by_badge]


def _table(title: str, found: Iterable[Outcome], group: Callable[[Outcome, str], str]) -> EventTable:
    """Return badges by mail, by code and together. A row is there for whatever an event awards."""
    found = list(found)
    names = sorted({group(outcome, slug) for outcome in found for slug in outcome.event.badges})
    counts: Counter[tuple[str, str]] = Counter()
    for outcome in found:
        for (slug, way), number in outcome.badges.items():
            counts[group(outcome, slug), way] += number
    numbers = [[counts[name, "mail"], counts[name, "claim"]] for name in names]
    rows = [[*row, sum(row)] for row in numbers]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    shown = [[told(number) for number in row] for row in hide_small([*rows, sums])]
    headings = [title, _("Badges by mail"), _("Badges claimed"), _("Badges together")]
    cells = [[name, *row] for name, row in zip(names, shown[:-1], strict=True)]
    return EventTable(title, headings, cells, [_("Together"), *shown[-1]])


def _with_people(table: EventTable, found: Sequence[Outcome]) -> EventTable:
    """Return the table by language with the number of events and of those who were there."""
    events: Counter[str] = Counter(own_name(outcome.event.language) for outcome in found)
    there: Counter[str] = Counter()
    for outcome in found:
        there[own_name(outcome.event.language)] += outcome.attended
    groups = [row[0] for row in table.rows]
    shown = [told(number) for number in hide_small_in([there[name] for name in groups])]
    headings = [table.headings[0], _("Events held"), _("Were there"), *table.headings[1:]]
    rows = [[row[0], events[row[0]], shown[place], *row[1:]] for place, row in enumerate(table.rows)]
    total = [table.total[0], len(found), shown[-1], *table.total[1:]]
    return EventTable(table.title, headings, rows, total)
