"""A plan -> what the screen of the report shows, file by file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from cms.translation.desk.formatting import difference
from cms.translation.exchange.plan import ACCEPTED, PROBLEMS, Entry, FilePlan, Outcome, Plan
from cms.translation.exchange.report import summary

# How many accepted texts of a file are shown; the others are counted.
MOST = 100


@dataclass(frozen=True)
class ShownEntry:
    """One message with the change it makes, as HTML: the new text, with what it replaces struck out."""

    entry: Entry

    @property
    def change(self) -> SafeString:
        """Return the stored text and the file's, marked as del and ins."""
        return difference(self.entry.stored, self.entry.target)


@dataclass(frozen=True)
class ShownFile:
    """One file: what it is about, why it is refused, or what becomes of its messages.

    Attributes:
        file: the plan for it.
        title, address: the title of its page and where to edit it, "" where it is refused.
        problems: messages of which a person should know.
        accepted: the first of those that will be stored; `more` is how many there are beside.
    """

    file: FilePlan
    title: str
    address: str
    problems: Sequence[ShownEntry]
    accepted: Sequence[ShownEntry]
    more: int

    @property
    def summary(self) -> str:
        """Return how many messages have which outcome."""
        return summary(self.file)


def shown_files(plan: Plan) -> list[ShownFile]:
    """Return the files that have something to say: refused ones first, then those with problems, then the others."""
    files = [_shown(file) for file in plan.files if file.refusal or file.count(*ACCEPTED, *PROBLEMS)]
    return sorted(files, key=lambda shown: (not shown.file.refusal, not shown.problems))


def _shown(file: FilePlan) -> ShownFile:
    # Carried over to another English text: somebody will have to look, so they come first.
    taken = [entry for entry in file.entries if entry.outcome in ACCEPTED]
    accepted = sorted(taken, key=lambda entry: (entry.outcome != Outcome.NEAR, not entry.words))
    target = file.page.target if file.page else None
    return ShownFile(
        file,
        target.get_admin_display_title() if target else "",
        reverse("translation:editor", args=[target.pk]) if target else "",
        [ShownEntry(entry) for entry in file.problems],
        [ShownEntry(entry) for entry in accepted[:MOST]],
        len(accepted) - len(accepted[:MOST]),
    )
