"""The CSV of a training day: read whole, with everything that is wrong at once, each with its line."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.assessment.wording import bar_text
from cms.issuance.achievements import current_achievement
from cms.issuance.assessing.bulk import BulkLine, bar_of_line, holds, is_done
from cms.issuance.assessing.workflow import Actor
from cms.issuance.models import Achievement
from cms.issuance.wording import has_control_characters, is_single_line, with_plain_line_ends

REQUIRED = ("name", "email", "badge", "language")
OPTIONAL = ("narrative", "date")
DELIMITERS = ",;\t"
# One transaction awards all lines, at about ten a second.
MOST_LINES = 200
LONGEST = {"name": 200, "email": 254, "narrative": 2000}


@dataclass(frozen=True)
class Fault:
    """Something wrong, and where; line 0 is the file as a whole."""

    line: int
    text: str


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
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        result.faults.append(
            Fault(line, _("This is not UTF-8. In the spreadsheet choose “CSV UTF-8” when you save, and try again."))
        )
        return result
    rows = list(_rows(text, result.faults))
    if not result.faults:
        reader = LineReader(actor, languages)
        for number, row in rows:
            reader.read(number, row, result)
        result.faults.sort(key=lambda fault: fault.line)
    return result


def _rows(text: str, faults: list[Fault]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line with its number and its cells by heading; add what is wrong with the file."""
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if problem := _header_problem(header):
            faults.append(Fault(1, problem))
            return
        start = reader.line_num + 1
        for cells in reader:
            number, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if len(cells) != len(header):
                values = {"found": len(cells), "wanted": len(header)}
                faults.append(Fault(number, _("%(found)d cells, but the first line has %(wanted)d.") % values))
                continue
            yield number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    except csv.Error as error:
        faults.append(Fault(reader.line_num, _("This line cannot be read as CSV: %(reason)s.") % {"reason": error}))
    if not count:
        faults.append(Fault(0, _("There is nobody in this file.")))
    if count > MOST_LINES:
        faults.append(Fault(0, _("More than %(most)d people. Please split the file.") % {"most": MOST_LINES}))


def _header_problem(header: Sequence[str]) -> str:
    """Return what is wrong with the first line, "" for nothing."""
    known = (*REQUIRED, *OPTIONAL)
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        return _("The first line must name the columns. Missing: %(names)s.") % {"names": ", ".join(missing)}
    strange = [name for name in header if name not in known]
    if strange:
        return _("Unknown columns: %(names)s. Known are: %(known)s.") % {
            "names": ", ".join(name or "–" for name in strange),
            "known": ", ".join(known),
        }
    if len(set(header)) < len(header):
        return _("A column is there twice.")
    return ""


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
        problems = [*_text_problems(row, email), *self._twice(number, email, row["badge"])]
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
        known = dict(settings.LANGUAGES)
        if language not in known:
            return None, _("Unknown language “%(code)s”. Known are: %(known)s.") % {
                "code": language,
                "known": ", ".join(known),
            }
        if language not in self.languages:
            return None, _("You may not award in the language “%(code)s”.") % {"code": language}
        key = (slug, language)
        if key not in self.badges:
            self.badges[key] = current_achievement(slug, language)
        found = self.badges[key]
        return found, "" if found else _unknown_badge(slug, language)


def _unknown_badge(slug: str, language: str) -> str:
    slugs = list(Achievement.objects.filter(language=language).values_list("slug", flat=True).distinct())
    close = get_close_matches(slug.lower().replace(" ", "-"), slugs, 1)
    text = _("Unknown badge “%(slug)s”.") % {"slug": slug}
    if not close:
        return text
    question = _("Do you mean “%(slug)s”?") % {"slug": close[0]}
    return f"{text} {question}"


def _text_problems(row: Mapping[str, str], email: str) -> Iterator[str]:
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
