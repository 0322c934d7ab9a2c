"""How far each page is translated: the matrix of pages by languages, in a constant number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, WorkflowState

from cms.learning.projects import home_of
from cms.learning.snapshot import page_types
from cms.projects import current
from cms.translation.counts import Counts, Done
from cms.translation.models import Conflict

State = Literal[
    "missing", "in progress", "to review", "ready", "submitted", "returned", "published", "outdated", "conflict"
]


@dataclass(frozen=True)
class SourcePage:
    """A live page of the source language: its path on the site ("" for the home page), title and translation key."""

    path: str
    title: str
    key: UUID


@dataclass(frozen=True)
class PageStatus:
    """One page in one language.

    Attributes:
        path: the page's path on the site; `title` its title in the source language.
        page_id: primary key of the translated page, None where there is none yet.
        translated: how many of its `total` texts have a translation; `to_review` of them wait for another look.
        waiting: how many translations are not live yet.
        words_left: words of the source without a translation.
        live: readers see the page in this language. `submitted`: it waits for a reviewer. `returned`: a reviewer
            gave it back. `in_conflict`: edits by hand wait for a decision.
        changed_at: when a text was translated last, and `changed_by` whom ("" for files and machines).
    """

    path: str
    title: str
    language: str
    page_id: int | None
    translated: int
    total: int
    to_review: int = 0
    waiting: int = 0
    words_left: int = 0
    live: bool = False
    submitted: bool = False
    returned: bool = False
    in_conflict: bool = False
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def state(self) -> State:
        """Return the state in a word, the one that asks for action first."""
        if self.in_conflict:
            return "conflict"
        if self.submitted:
            return "submitted"
        if self.returned:
            return "returned"
        if self.translated < self.total:
            return self._unfinished
        if self.to_review:
            return "to review"
        if self.page_id is None:
            return "missing"
        return "published" if self.live and not self.waiting else "ready"

    @property
    def _unfinished(self) -> State:
        if self.live:
            return "outdated"
        return "in progress" if self.translated else "missing"

    @property
    def percent(self) -> int:
        """Return the share of translated texts, rounded down: 100 means all of them."""
        return 100 * self.translated // self.total if self.total else 100


def source_pages() -> list[SourcePage]:
    """Return the live source pages of the project that is meant here, in the order of the site; three queries."""
    home = home_of()
    if home is None:
        return []
    kinds = ContentType.objects.get_for_models(*page_types()).values()
    rows = Page.objects.descendant_of(home, inclusive=True).live().filter(content_type__in=kinds).order_by("path")
    return [
        SourcePage(url_path.removeprefix(home.url_path).strip("/"), title, key)
        for url_path, title, key in rows.values_list("url_path", "title", "translation_key")
    ]


def translation_matrix(
    languages: Collection[str] | None = None, pages: Sequence[SourcePage] | None = None
) -> list[PageStatus]:
    """Return the status of source pages in other languages, in the order of the site; at most 13 queries.

    `languages` are codes, None for all of the site; `pages` are those of `source_pages` to look at, None for all.
    """
    active = {locale.language_code: locale.pk for locale in Locale.objects.all()}
    codes = [code for code in current().codes if code in active and code != settings.LANGUAGE_CODE]
    locales = {code: active[code] for code in codes if languages is None or code in languages}
    keys = None if pages is None else [page.key for page in pages]
    facts = _Facts(locales, keys)
    shown = source_pages() if pages is None else pages
    return [facts.status(page, code, pk) for page in shown for code, pk in locales.items()]


class _Facts:
    """What the tables say of the pages, read once."""

    def __init__(self, locales: dict[str, int], keys: list[UUID] | None) -> None:
        self.counts = Counts(locales.values(), keys)
        rows = Page.objects.filter(locale__in=locales.values())
        if keys is not None:
            rows = rows.filter(translation_key__in=keys)
        self.pages = {
            (key, locale): (pk, live)
            for pk, key, locale, live in rows.values_list("pk", "translation_key", "locale_id", "live")
        }
        self.workflows = _workflows()
        self.in_conflict = set(Conflict.objects.values_list("page_id", flat=True))
        people = {done.changed_by for done in self.counts.done.values() if done.changed_by}
        self.people = {user.pk: user.get_username() for user in get_user_model().objects.filter(pk__in=people)}

    def status(self, page: SourcePage, language: str, locale: int) -> PageStatus:
        """Return the status of a source page in a language."""
        place = (page.key, locale)
        done = self.counts.done.get(place, Done())
        texts, words = self.counts.totals.get(page.key, (0, 0))
        page_id, live = self.pages.get(place, (None, False))
        workflow = self.workflows.get(page_id) if page_id else None
        return PageStatus(
            path=page.path,
            title=page.title,
            language=language,
            page_id=page_id,
            translated=done.texts,
            total=texts,
            to_review=self.counts.to_review[place],
            waiting=self.counts.waiting[place],
            words_left=words - done.words,
            live=live,
            submitted=workflow == WorkflowState.STATUS_IN_PROGRESS,
            returned=workflow == WorkflowState.STATUS_NEEDS_CHANGES,
            in_conflict=page_id in self.in_conflict,
            changed_at=done.changed_at,
            changed_by=self.people.get(done.changed_by or 0, ""),
        )


def _workflows() -> dict[int, str]:
    """Return the status of the workflow under way by the number of its page."""
    rows = WorkflowState.objects.active().filter(base_content_type=ContentType.objects.get_for_model(Page))
    return {int(pk): status for pk, status in rows.values_list("object_id", "status")}
