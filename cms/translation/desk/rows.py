"""A page of the desk -> what its screens show: texts in groups, their states counted, findings beside them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.content.segments import Text
from cms.translation.checks import Finding, check_text
from cms.translation.desk.formatting import Link, difference, links_in, shown, terms_in
from cms.translation.desk.leads import Leads, leads_of
from cms.translation.desk.places import Place, places_of
from cms.translation.texts import DeskPage, DeskText

STATES = {
    "missing": _("Missing"),
    "review": _("To review"),
    "waiting": _("Waits for approval"),
    "done": pgettext_lazy("a text", "Done"),
}
# Texts that nobody needs to do anything about.
FINISHED = frozenset({"waiting", "done"})
ID_LENGTH = 16


def text_id(text: Text) -> str:
    """Return the name of a text on the screens of the desk: the same as long as its place and its words are."""
    return sha1(f"{text.path}\n{text.data}".encode(), usedforsecurity=False).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True)
class Problem:
    """Why a text was not stored: the words for the translator, what they wrote, and what somebody else wrote."""

    message: str
    mine: str
    theirs: str | None = None


@dataclass(frozen=True)
class Row:
    """One text as the screens show it."""

    id: str
    desk_text: DeskText
    place: Place
    terms: Mapping[str, str]
    leads: Leads
    findings: Sequence[Finding] = ()
    problem: Problem | None = None

    @property
    def source(self) -> str:
        """Return the English text."""
        return self.desk_text.text.message.source

    @property
    def rich(self) -> bool:
        """Tell whether the text has formatting."""
        return self.desk_text.text.rich

    @property
    def target(self) -> str:
        """Return what stands in the field."""
        return self.problem.mine if self.problem else self.desk_text.target

    @property
    def state(self) -> str:
        """Return the state in a word, as DeskText has it."""
        return self.desk_text.state

    @property
    def state_label(self) -> str:
        """Return the state for people."""
        return str(STATES[self.state])

    @property
    def source_html(self) -> SafeString:
        """Return the English text formatted, with its terms underlined."""
        return shown(self.source, rich=self.rich, terms=self.terms, describe=self._describe)

    @property
    def target_html(self) -> SafeString:
        """Return the translation formatted."""
        return self._shown(self.target)

    @property
    def live_html(self) -> SafeString:
        """Return the translation that readers see, formatted."""
        return self._shown(self.desk_text.live)

    def _shown(self, words: str) -> SafeString:
        return shown(words, rich=self.rich, describe=self._describe)

    def _describe(self, target: str) -> str:
        return self.leads.link(target, "").leads_to

    @property
    def has_markup(self) -> bool:
        """Tell whether looking at the formatted translation shows more than the field does."""
        return self.rich and bool(self.target) and any(mark in self.source + self.target for mark in "*[\\")

    @property
    def source_change(self) -> SafeString | None:
        """Return what has changed in the English text since it was translated, None where nothing has."""
        review = self.desk_text.review
        if not review or not review.previous:
            return None
        return difference(review.previous, self.source, rich=self.rich, describe=self._describe)

    @property
    def target_change(self) -> SafeString:
        """Return what has changed in the translation since readers got it."""
        return difference(self.desk_text.live, self.desk_text.target, rich=self.rich, describe=self._describe)

    @property
    def found_terms(self) -> list[tuple[str, str]]:
        """Return the terms of the English text with their translations."""
        return terms_in(self.source, self.terms)

    @property
    def help(self) -> dict[str, Any]:
        """Return what the editor offers while the text is translated: terms to take over, links to insert."""
        links = [{"target": link.target, "leads_to": link.leads_to, "words": link.words} for link in self.links]
        found = {"terms": self.found_terms, "links": links}
        return {name: values for name, values in found.items() if values}

    @property
    def links(self) -> list[Link]:
        """Return the links that the translation may have."""
        if not self.rich:
            return []
        return [self.leads.link(target, words) for target, words in links_in(self.source)]


@dataclass
class Group:
    """Texts of one block of the page, under its heading."""

    title: str
    anchor: str
    rows: list[Row] = field(default_factory=list)


@dataclass
class Part:
    """A part of the page, for example "Theory"."""

    title: str
    id: str
    groups: list[Group] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """Return all its texts."""
        return [row for group in self.groups for row in group.rows]

    @property
    def left(self) -> int:
        """Return how many of its texts are not finished."""
        return sum(row.state not in FINISHED for row in self.rows)


def rows_of(page: DeskPage, problems: Mapping[str, Problem] | None = None, *, checked: bool = True) -> list[Row]:
    """Return the texts of a page; a constant number of queries.

    `problems` are the texts that were not stored just now, by their id. Findings only where `checked`.
    """
    language = page.target.locale.language_code
    leads = leads_of(page)
    terms = leads.translated_terms
    rows = []
    for desk_text, place in zip(page.texts, places_of(page.source, [text.text for text in page.texts]), strict=True):
        name = text_id(desk_text.text)
        problem = (problems or {}).get(name)
        target = problem.mine if problem else desk_text.target
        findings = find(desk_text, target, language, terms) if checked and target else ()
        rows.append(Row(name, desk_text, place, terms, leads, findings, problem))
    return rows


def find(desk_text: DeskText, target: str, language: str, terms: Mapping[str, str]) -> list[Finding]:
    """Return what the checks find in a translation."""
    source, rich = desk_text.text.message.source, desk_text.text.rich
    return check_text(source, target, language, rich=rich, terms=terms)


def parts_of(rows: Sequence[Row]) -> list[Part]:
    """Return the texts grouped as the page is."""
    parts: list[Part] = []
    block = ""
    for row in rows:
        place = row.place
        if not parts or parts[-1].title != place.part:
            parts.append(Part(place.part, f"part-{len(parts) + 1}"))
        groups = parts[-1].groups
        if not groups or block != place.block_id:
            groups.append(Group(place.block, place.anchor))
            block = place.block_id
        groups[-1].rows.append(row)
    return parts


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many texts there are, in which states, and how many have findings; coming ones only in "coming"."""
    now = [row for row in rows if not row.desk_text.coming]
    states = Counter(row.state for row in now)
    return {
        **{state: states[state] for state in STATES},
        "all": len(now),
        "finished": sum(states[state] for state in FINISHED),
        "findings": sum(bool(row.findings) for row in rows),
        "coming": len(rows) - len(now),
    }
