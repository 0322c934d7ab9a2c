"""How far each page is translated: the matrix of pages by languages, in a constant number of queries."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation

from cms.content.models import Review
from cms.learning.picture import Node, take_picture
from cms.translation.models import Conflict, LiveText

State = Literal["missing", "in progress", "to review", "submitted", "published", "outdated", "conflict"]
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class PageStatus:
    """One page in one language.

    Attributes:
        path: the page's path on the site; `title` its title in the source language.
        page_id: primary key of the translated page, None where there is none yet.
        translated: how many of its `total` texts have a translation; `to_review` of them wait for another look.
        waiting: how many translations are not live yet.
        words_left: words of the source without a translation.
        live: readers see the page in this language. `submitted`: it waits for a reviewer. `in_conflict`: edits by
            hand wait for a decision.
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
        if self.translated < self.total and self.live:
            return "outdated"
        if self.translated < self.total:
            return "in progress" if self.translated else "missing"
        if self.to_review:
            return "to review"
        return "published" if self.live and not self.waiting else "in progress"

    @property
    def percent(self) -> int:
        """Return the share of translated texts, rounded down: 100 means all of them."""
        return 100 * self.translated // self.total if self.total else 100


def translation_matrix() -> list[PageStatus]:
    """Return the status of every source page in every other language, in the order of the site."""
    picture = take_picture()
    numbers = _Numbers()
    targets = [language.code for language in picture.languages if language.code != picture.source_language]
    return [
        numbers.status(picture.nodes[(picture.source_language, path)], code, (code, path) in picture.nodes)
        for path in picture.paths()
        for code in targets
    ]


class _Numbers:
    """What the tables say of all pages, read once and counted by page (translation key) and language code."""

    def __init__(self) -> None:
        self.codes = {locale.pk: locale.language_code for locale in Locale.objects.all()}
        self.words: dict[Any, dict[tuple[int, int], int]] = {}
        rows = StringSegment.objects.values_list("source__object_id", "context_id", "string_id", "string__data")
        for key, context, string, data in rows:
            self.words.setdefault(key, {})[(context, string)] = len(_WORD.findall(_TAG.sub(" ", data)))
        self.done: dict[tuple[Any, str], set[tuple[int, int]]] = {}
        self.changed: dict[tuple[Any, str], tuple[datetime, int | None]] = {}
        self._read_translations()
        self.to_review = self._count(Review.objects, "translation__context__object_id", "translation__locale_id")
        self.waiting = self._count(LiveText.objects, "context__object_id", "locale_id")
        pages = Page.objects.values_list("pk", "translation_key", "locale_id")
        self.page_ids = {(key, self.codes[locale]): pk for pk, key, locale in pages}
        self.submitted = {
            int(pk)
            for pk in WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).values_list(
                "object_id", flat=True
            )
            if pk.isdigit()
        }
        self.in_conflict = set(Conflict.objects.values_list("page_id", flat=True))
        people = {person for _when, person in self.changed.values() if person}
        self.people = {user.pk: user.get_username() for user in get_user_model().objects.filter(pk__in=people)}

    def _read_translations(self) -> None:
        rows = StringTranslation.objects.filter(has_error=False, context__isnull=False).values_list(
            "context__object_id", "context_id", "translation_of_id", "locale_id", "updated_at", "last_translated_by"
        )
        for key, context, string, locale, when, person in rows:
            place = (key, self.codes[locale])
            if (context, string) in self.words.get(key, {}):
                self.done.setdefault(place, set()).add((context, string))
            if place not in self.changed or when > self.changed[place][0]:
                self.changed[place] = (when, person)

    def _count(self, rows: Any, key: str, locale: str) -> Counter[tuple[Any, str]]:
        return Counter((page, self.codes[language]) for page, language in rows.values_list(key, locale))

    def status(self, node: Node, language: str, live: bool) -> PageStatus:
        """Return the status of a source page in a language."""
        key = node.page.translation_key
        place = (key, language)
        words, done = self.words.get(key, {}), self.done.get(place, set())
        when, person = self.changed.get(place, (None, None))
        page_id = self.page_ids.get(place)
        return PageStatus(
            path=node.path,
            title=node.page.title,
            language=language,
            page_id=page_id,
            translated=len(done),
            total=len(words),
            to_review=self.to_review[place],
            waiting=self.waiting[place],
            words_left=sum(count for text, count in words.items() if text not in done),
            live=live,
            submitted=page_id in self.submitted,
            in_conflict=page_id in self.in_conflict,
            changed_at=when,
            changed_by=self.people.get(person, "") if person else "",
        )
