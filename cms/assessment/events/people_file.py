"""The CSV of a participants list: read whole, with everything that is wrong at once, each with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.assessment.bulk_file import text_problems
from cms.assessment.csv_file import Columns, Fault, rows_of, text_of
from cms.events.models import TrainingEvent

# As many as one transaction awards.
MOST_PEOPLE = 200
COLUMNS = Columns(("name", "email"), ("attended",), MOST_PEOPLE)
THERE = {"yes": True, "x": True, "1": True, "no": False, "0": False, "": False}


@dataclass(frozen=True)
class Person:
    """One line: name, address in lower case, and whether the file says that they were there."""

    line: int
    name: str
    email: str
    attended: bool


@dataclass
class PeopleFile:
    """What a file says: people to add, those that are on the list already, and the faults."""

    people: list[Person] = field(default_factory=list)
    known: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_people_file(content: bytes, event: TrainingEvent) -> PeopleFile:
    """Read and check a file for the list of an event."""
    result = PeopleFile()
    text = text_of(content, result.faults)
    rows = [] if result.faults else list(rows_of(text, COLUMNS, result.faults))
    if result.faults:
        return result
    listed = set(event.participants.values_list("email", flat=True))
    seen: dict[str, int] = {}
    for number, row in rows:
        email = row["email"].lower()
        problems = [*text_problems(row, email), *_odd_tick(row)]
        if (first := seen.setdefault(email, number)) != number:
            problems.append(_("The same address as line %(line)d.") % {"line": first})
        result.faults += [Fault(number, problem) for problem in problems]
        if not problems:
            person = Person(number, row["name"], email, THERE[row.get("attended", "").lower()])
            (result.known if email in listed else result.people).append(person)
    if len(listed) + len(result.people) > MOST_PEOPLE:
        result.faults.append(Fault(0, too_many()))
    return result


def too_many() -> str:
    """Return why there is no room on a list."""
    return _("An event has at most %(most)d participants. Please make a second event.") % {"most": MOST_PEOPLE}


def _odd_tick(row: Mapping[str, str]) -> list[str]:
    value = row.get("attended", "")
    if value.lower() in THERE:
        return []
    return [_("attended: write yes or no, not “%(value)s”.") % {"value": value}]
