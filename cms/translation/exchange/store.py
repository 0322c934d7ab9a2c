"""Translations of many pages -> the tables of wagtail-localize: the rows that `save_text` writes, in batches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation

from cms.content.models import Review
from cms.translation.exchange.plan import Change
from cms.translation.models import LiveText
from cms.translation.texts import DeskPage

TOOL_NAME = "file"
BATCH = 500


class ChangedError(ValueError):
    """A text has changed since it was looked at; nothing was stored."""

    def __init__(self) -> None:
        """Say so, for people."""
        super().__init__(_("The texts have changed meanwhile. This is the report as things are now."))


@dataclass(frozen=True)
class _Place:
    """Where a translation is stored: the primary keys of its context and of its English text."""

    context_id: int
    string_id: int


@transaction.atomic
def store(locale: Locale, changes: Iterable[tuple[DeskPage, Sequence[Change]]], user: Any) -> int:
    """Store translations of pages in one language, and return how many; the queries grow with their number / 500.

    What readers see does not change until each page is approved, and nothing is submitted. `user` is who they are by.

    Raises:
        ChangedError: somebody has stored one of the texts since `changes` were worked out.
    """
    pages = list(changes)
    keys = [page.source.translation_key for page, _changes in pages]
    places = _places(keys)
    rows = {
        _Place(row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(locale=locale, context__object_id__in=keys).select_for_update(
            of=("self",)
        )
    }
    live, stored, reviews = [], [], []
    for page, page_changes in pages:
        for change in page_changes:
            text = change.desk_text.text
            place = places[(page.source.translation_key, text.path, text.data)]
            row = rows.get(place) or _new_row(locale, place)
            if row.data and text.to_message(row.data, page.links) != change.desk_text.target:
                raise ChangedError
            if page.target.live and row.data != change.data:
                live.append(_live(row))
            _fill(row, change, user)
            stored.append(row)
            reviews.append(change.review())
    # The first edit after a publication keeps what readers see.
    LiveText.objects.bulk_create(live, BATCH, ignore_conflicts=True)
    _write(stored, user)
    _mark(stored, reviews)
    return len(stored)


def _places(keys: Sequence[Any]) -> dict[tuple[Any, str, str], _Place]:
    """Return the place of each text of pages, by translation key, path and text."""
    rows = StringSegment.objects.filter(source__object_id__in=keys).values_list(
        "source__object_id", "context__path", "string__data", "context_id", "string_id"
    )
    return {(key, path, text): _Place(context_id, string_id) for key, path, text, context_id, string_id in rows}


def _new_row(locale: Locale, place: _Place) -> StringTranslation:
    return StringTranslation(locale=locale, context_id=place.context_id, translation_of_id=place.string_id)


def _fill(row: StringTranslation, change: Change, user: Any) -> None:
    row.data = change.data
    for name, value in _facts(user).items():
        setattr(row, name, value)


def _facts(user: Any) -> dict[str, Any]:
    """Return what is the same for all translations that are stored at once."""
    return {
        "last_translated_by": user,
        "tool_name": TOOL_NAME,
        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
        "has_error": False,
        "field_error": "",
        "updated_at": timezone.now(),
    }


def _live(row: StringTranslation) -> LiveText:
    return LiveText(string_id=row.translation_of_id, context_id=row.context_id, locale_id=row.locale_id, data=row.data)


def _write(rows: Sequence[StringTranslation], user: Any) -> None:
    new, old = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    StringTranslation.objects.bulk_create(new, BATCH)
    StringTranslation.objects.bulk_update(old, ["data"], BATCH)
    for start in range(0, len(old), BATCH):
        pks = [row.pk for row in old[start : start + BATCH]]
        StringTranslation.objects.filter(pk__in=pks).update(**_facts(user))


def _mark(rows: Sequence[StringTranslation], reviews: Sequence[Review | None]) -> None:
    """Give translations the marks that they have now, and take the old ones away."""
    for start in range(0, len(rows), BATCH):
        Review.objects.filter(translation__in=rows[start : start + BATCH]).delete()
    marked = []
    for row, review in zip(rows, reviews, strict=True):
        if review:
            review.translation = row
            marked.append(review)
    Review.objects.bulk_create(marked, BATCH)
