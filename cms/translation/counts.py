"""How many texts and words of each page are translated, counted by the database: four queries for any number."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, QuerySet, Sum, TextField, Value
from django.db.models.functions import Length, Replace
from wagtail_localize.models import StringSegment, StringTranslation

from cms.content.models import Review
from cms.translation.models import LiveText

# A page (translation key) in a language (primary key of its locale).
Place = tuple[UUID, int]


@dataclass
class Done:
    """What is translated of a page in a language: texts and words of the source, when the last one was, by whom."""

    texts: int = 0
    words: int = 0
    changed_at: datetime | None = None
    changed_by: int | None = None

    def add(self, texts: int, words: int, at: datetime, person: int | None) -> None:
        """Add what one person has translated."""
        self.texts += texts
        self.words += words
        if self.changed_at is None or at > self.changed_at:
            self.changed_at, self.changed_by = at, person


class Counts:
    """The numbers of the stored texts.

    Attributes:
        totals: texts and words of each source page.
        done: what is translated of them. `to_review`: how many of those wait for another look.
        waiting: how many translations are not live yet.
    """

    def __init__(self, locales: Collection[int], keys: Collection[UUID] | None = None) -> None:
        """Count for the languages given, and for the pages given (None: all)."""
        self.totals = _totals(keys)
        self.done = _done(locales, keys)
        self.to_review = _count(Review.objects.all(), "translation__context__object_id", "translation__locale_id", keys)
        self.waiting = _count(LiveText.objects.all(), "context__object_id", "locale_id", keys)


def _words(data: str) -> Any:
    """Return an expression for the words of a stored text: one more than its spaces, those in tags left out."""
    text, blank = F(data), Value("", output_field=TextField())
    spaces = Length(text) - Length(Replace(text, Value(" "), blank))
    in_tags = (Length(text) - Length(Replace(text, Value("<a "), blank))) / 3
    return Sum(spaces - in_tags + 1, output_field=IntegerField())


def _totals(keys: Collection[UUID] | None) -> dict[UUID, tuple[int, int]]:
    """Return texts and words by page; a text that is twice at one place counts once, as it is translated once."""
    same = StringSegment.objects.filter(
        source=OuterRef("source"), context=OuterRef("context"), string=OuterRef("string"), pk__lt=OuterRef("pk")
    )
    rows = StringSegment.objects.filter(~Exists(same))
    if keys is not None:
        rows = rows.filter(source__object_id__in=keys)
    counted = rows.values_list("source__object_id").annotate(texts=Count("pk"), words=_words("string__data"))
    return {key: (texts, words) for key, texts, words in counted}


def _done(locales: Collection[int], keys: Collection[UUID] | None) -> dict[Place, Done]:
    current = StringSegment.objects.filter(context=OuterRef("context"), string=OuterRef("translation_of"))
    rows = StringTranslation.objects.filter(Exists(current), has_error=False)
    if keys is not None:
        rows = rows.filter(context__object_id__in=keys)
    elif len(locales) == 1:
        rows = rows.filter(locale__in=locales)
    # Both conditions at once would lead SQLite to the index of the languages, which finds nearly all rows.
    counted = rows.values_list("context__object_id", "locale_id", "last_translated_by_id").annotate(
        texts=Count("pk"), words=_words("translation_of__data"), at=Max("updated_at")
    )
    found: dict[Place, Done] = {}
    for key, locale, person, texts, words, at in counted:
        found.setdefault((key, locale), Done()).add(texts, words, at, person)
    return found


def _count(rows: QuerySet[Any], key: str, locale: str, keys: Collection[UUID] | None) -> Counter[Place]:
    if keys is not None:
        rows = rows.filter(**{f"{key}__in": keys})
    counted = rows.values_list(key, locale).annotate(number=Count("pk"))
    return Counter({(page, language): number for page, language, number in counted})
