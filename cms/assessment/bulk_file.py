"""The CSV of a training day: read whole, with everything that is wrong at once, each with its line."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.assessment.csv_file import Columns, Fault, rows_of, text_of
from cms.assessment.wording import bar_text
from cms.issuance.achievements import current_achievement
from cms.issuance.assessing.bulk import BulkLine, bar_of_line, holds, is_done
from cms.issuance.assessing.workflow import Actor
from cms.issuance.models import Achievement
from cms.issuance.wording import has_control_characters, is_single_line, with_plain_line_ends
from cms.projects import current, slug_of

REQUIRED = ("name", "email", "badge", "language")
OPTIONAL = ("narrative", "date")
# One transaction awards all lines, at about ten a second.
MOST_LINES = 200
COLUMNS = Columns(REQUIRED, OPTIONAL, MOST_LINES)
LONGEST = {"name": 200, "email": 254, "narrative": 2000}


@dataclass
class BulkFile:
    """What a file says: the lines to award, those that need nothing any more, and the faults."""

    digest: str = ""
    lines: list[BulkLine] = field(default_factory=list)
    done: list[tuple[BulkLine, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_bulk_file(content: bytes, actor: Actor, languages: Sequence[str]) -> BulkFile:
    """Read and check a file; `languages` are those in which the person may award."""
    result = BulkFile(digest=hashlib.sha256(content).hexdigest())
    text = text_of(content, result.faults)
    rows = [] if result.faults else list(rows_of(text, COLUMNS, result.faults))
    if not result.faults:
        reader = LineReader(actor, languages)
        for number, row in rows:
            reader.read(number, row, result)
        result.faults.sort(key=lambda fault: fault.line)
    return result


class LineReader:
    """Reads the lines of one file, remembering who was there before."""

    def __init__(self, actor: Actor, languages: Sequence[str]) -> None:
        """Read as this person, who may award in these languages."""
        self.actor = actor
        self.languages = languages
        self.seen: dict[tuple[str, str], int] = {}
        self.badges: dict[tuple[str, str], Achievement | None] = {}

    def read(self, number: int, row: Mapping[str, str], result: BulkFile) -> None:
        """Add the line to what is to be awarded, to what is done, or all its faults to the faults."""
        email = row["email"].lower()
        problems = [*text_problems(row, email), *self._twice(number, email, row["badge"])]
        achievement, problem = self._achievement(row["badge"], row["language"])
        problems += [problem] if problem else []
        day, problem = _day(row.get("date", ""))
        problems += [problem] if problem else []
        if achievement is not None and (bar := bar_of_line(achievement, email, self.actor)):
            problems.append(bar_text(bar))
        result.faults += [Fault(number, text) for text in problems]
        if problems or achievement is None:
            return
        narrative = with_plain_line_ends(row.get("narrative", ""))
        line = BulkLine(number, row["name"], email, achievement, narrative, day)
        if is_done(result.digest, number):
            result.done.append((line, _("Awarded from this file already.")))
        elif holds(email, achievement.slug):
            result.done.append((line, _("Holds this badge already.")))
        else:
            result.lines.append(line)

    def _twice(self, number: int, email: str, badge: str) -> list[str]:
        first = self.seen.setdefault((email, badge), number)
        return [] if first == number else [_("The same as line %(line)d.") % {"line": first}]

    def _achievement(self, slug: str, language: str) -> tuple[Achievement | None, str]:
        """Return the badge in the language, or None and what is wrong."""
        known = dict(current().languages)
        if language not in known:
            return None, _("Unknown language “%(code)s”. Known are: %(known)s.") % {
                "code": language,
                "known": ", ".join(known),
            }
        if language not in self.languages:
            return None, _("You may not award in the language “%(code)s”.") % {"code": language}
        key = (slug, language)
        if key not in self.badges:
            self.badges[key] = current_achievement(current().badge_key(slug), language)
        found = self.badges[key]
        return found, "" if found else _unknown_badge(slug, language)


def _unknown_badge(slug: str, language: str) -> str:
    rows = Achievement.objects.filter(current().own("slug"), language=language).values_list("slug", flat=True)
    slugs = list(map(slug_of, rows.distinct()))
    close = get_close_matches(slug.lower().replace(" ", "-"), slugs, 1)
    text = _("Unknown badge “%(slug)s”.") % {"slug": slug}
    if not close:
        return text
    question = _("Do you mean “%(slug)s”?") % {"slug": close[0]}
    return f"{text} {question}"


def text_problems(row: Mapping[str, str], email: str) -> Iterator[str]:
    """Yield what is wrong with name, address and narrative."""
    if not row["name"]:
        yield _("The name is missing.")
    for name, most in LONGEST.items():
        if len(row.get(name, "")) > most:
            yield _("%(column)s: more than %(most)d characters.") % {"column": name, "most": most}
    if not is_single_line(row["name"]) or has_control_characters(row.get("narrative", "")):
        yield _("A cell holds a hidden character or a line break that we cannot store.")
    try:
        validate_email(email)
    except ValidationError:
        yield _("“%(email)s” is no e-mail address.") % {"email": row["email"]}


def _day(text: str) -> tuple[date | None, str]:
    """Return the day that the badge is dated (None: today), or what is wrong with it."""
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, _("Write the date as year-month-day, such as 2026-05-31, not “%(text)s”.") % {"text": text}
    if day > timezone.localdate():
        return None, _("The date %(text)s is in the future.") % {"text": text}
    return day, ""
