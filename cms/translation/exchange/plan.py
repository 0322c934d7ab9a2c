"""Files that came back -> what would change in the stored translations. Nothing is changed here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.content.models import Review
from cms.translation.texts import DeskPage, DeskText


class Outcome(models.TextChoices):
    """What becomes of one message of a file."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    NEAR = "near", _("English text changed since: taken over, to review")
    CONFLICT = "conflict", _("Changed at the desk since")
    OUTDATED = "outdated", _("English text changed since: translated anew at the desk")
    UNKNOWN = "unknown", _("No such text")
    FAULTY = "faulty", _("Faulty")
    EMPTY = "empty", _("Without a translation")
    SAME = "same", _("Same as stored")


ACCEPTED = (Outcome.NEW, Outcome.CHANGED, Outcome.NEAR)
# What a person should know of, one by one.
PROBLEMS = (Outcome.FAULTY, Outcome.CONFLICT, Outcome.OUTDATED, Outcome.UNKNOWN)


@dataclass(frozen=True)
class Change:
    """One translation to store.

    Attributes:
        desk_text: the text as it is now.
        data: the translation as wagtail-localize stores it.
        reason: why a person should look at it again, "" where nobody has to.
        previous: the English text it was made for, where that was another one.
    """

    desk_text: DeskText
    data: str
    reason: str = ""
    previous: str = ""

    def review(self) -> Review | None:
        """Return the mark that the translation gets, not saved."""
        return Review(reason=self.reason, previous=self.previous) if self.reason else None


@dataclass(frozen=True)
class Entry:
    """One message of a file, and what becomes of it.

    Attributes:
        outcome: what becomes of it.
        context, line: where it stands in the file.
        source, target: the English text and the translation, as in the file.
        stored: the translation stored now, "" where there is none.
        words: what is wrong with it, or what the checks find.
        change: what to store where it is accepted, or where a conflict is decided for the file; else None.
    """

    outcome: Outcome
    context: str
    line: int
    source: str
    target: str
    stored: str = ""
    words: str = ""
    change: Change | None = None


@dataclass
class FilePlan:
    """One file, or one page of it.

    Attributes:
        name: its name in the zip.
        page: the page it belongs to, None where it is refused.
        refusal: why nothing of it is taken, "" where it is not refused; `line` is the place in the file, or 0.
    """

    name: str
    page: DeskPage | None = None
    refusal: str = ""
    line: int = 0
    entries: list[Entry] = field(default_factory=list)

    def count(self, *outcomes: Outcome) -> int:
        """Return how many of its messages have one of these outcomes."""
        return sum(entry.outcome in outcomes for entry in self.entries)

    @property
    def accepted(self) -> int:
        """Return how many of its messages are accepted."""
        return self.count(*ACCEPTED)

    @property
    def problems(self) -> list[Entry]:
        """Return the messages that a person should know of."""
        return [entry for entry in self.entries if entry.outcome in PROBLEMS]


@dataclass(frozen=True)
class Plan:
    """What an import would change in a language, file by file."""

    locale: Locale
    files: Sequence[FilePlan]

    def count(self, *outcomes: Outcome) -> int:
        """Return how many messages have one of these outcomes."""
        return sum(file.count(*outcomes) for file in self.files)

    @property
    def counts(self) -> dict[Outcome, int]:
        """Return how many messages have each outcome."""
        return {outcome: self.count(outcome) for outcome in Outcome}

    @property
    def accepted(self) -> int:
        """Return how many messages are accepted."""
        return self.count(*ACCEPTED)

    @property
    def conflicts(self) -> int:
        """Return how many texts were changed both in the file and at the desk."""
        return self.count(Outcome.CONFLICT)

    @property
    def refused(self) -> list[FilePlan]:
        """Return the files of which nothing is taken."""
        return [file for file in self.files if file.refusal]

    def changes(self, *, with_conflicts: bool = False) -> Iterator[tuple[DeskPage, list[Change]]]:
        """Yield what to store, page by page; with `with_conflicts` the file's text where the desk has another one."""
        outcomes: Iterable[Outcome] = (*ACCEPTED, Outcome.CONFLICT) if with_conflicts else ACCEPTED
        for file in self.files:
            changes = [entry.change for entry in file.entries if entry.outcome in outcomes and entry.change]
            if file.page and changes:
                yield file.page, changes

    @property
    def digest(self) -> str:
        """Return what tells this plan from any that would change something else."""
        hashed = sha256()
        for file in self.files:
            for entry in file.entries:
                if entry.change:
                    words = (file.name, entry.outcome, entry.context, entry.source, entry.stored, entry.change.data)
                    hashed.update("\0".join(map(str, words)).encode())
        return hashed.hexdigest()
