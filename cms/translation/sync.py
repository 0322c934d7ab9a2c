"""A published source page -> its translations: texts carried over, drafts made, and live pages kept live.

Nothing is lost and nothing goes live by itself that is not wholly translated: a page that is live stays as it is until
every text has a translation again, be it one marked for review.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments.extract import extract_segments

from cms.content.carry import Kept, carry
from cms.content.links import Links, links_of
from cms.content.localize_rows import (
    Address,
    read_reviews,
    read_translations,
    write_reviews,
    write_source,
    write_translations,
)
from cms.content.models import Review, WrittenRevision
from cms.content.pages import publish, remember_written, save_draft, translate_fields
from cms.content.segments import Text, texts_of
from cms.learning.models import LearningPage, block_keys
from cms.learning.projects import project_of_page
from cms.translation.conflicts import find_conflicts
from cms.translation.live import live_translations, publishing_from_source


@dataclass
class SyncReport:
    """What a sync did, by language code: pages brought up to date, drafts begun, and edits by hand in the way."""

    published: list[str] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    in_conflict: list[str] = field(default_factory=list)


def target_locales(source: LearningPage) -> list[Locale]:
    """Return the languages a page is translated into, in the order of the settings."""
    codes = project_of_page(source).codes
    found = Locale.objects.exclude(pk=source.locale_id).filter(language_code__in=codes)
    return sorted(found, key=lambda locale: codes.index(locale.language_code))


@transaction.atomic
def sync_page(source: LearningPage, locales: Iterable[Locale] | None = None) -> SyncReport:
    """Bring the stored texts and the translations of a source page up to date with what is live of it.

    `locales` are the languages concerned, all where it is None. The other languages' drafts and live pages are left
    alone; they catch up when they are synced.
    """
    segments = extract_segments(source)
    record = write_source(source, segments)
    links = links_of([source])[source.pk]
    texts = texts_of(source, block_keys(), links, segments)
    report = SyncReport()
    for locale in target_locales(source) if locales is None else locales:
        _sync_language(_Work(source, record, segments, texts, links), locale, report)
    return report


@dataclass(frozen=True)
class _Work:
    source: LearningPage
    record: TranslationSource
    segments: list[Any]
    texts: list[Text]
    links: Links


def _sync_language(work: _Work, locale: Locale, report: SyncReport) -> None:
    key, code = work.source.translation_key, locale.language_code
    stored = read_translations([key]).get((key, code), {})
    live = live_translations(key, locale, stored)
    marks = read_reviews([key]).get((key, code), {})
    kept = carry(work.texts, stored, work.links)
    target = target_page(work.source, locale)
    if find_conflicts(target, stored):
        report.in_conflict.append(code)
        return
    write_translations(work.record, locale, {**stored, **_data(kept)})
    write_reviews(work.record, locale, _marks(kept, marks))
    live_data = _data(carry(work.texts, live, work.links))
    returns = WrittenRevision.objects.filter(page_id=target.pk, went_with_source=True).exists()
    if (target.live or returns) and all((text.path, text.data) in live_data for text in work.texts):
        translate_fields(work.source, target, work.segments, live_data)
        with publishing_from_source():
            publish(target)
        report.published.append(code)
        target.refresh_from_db()
    else:
        report.drafted.append(code)
    # A live page without a revision was never edited here; what is remembered of it needs one.
    if not target.live or live_data != _data(kept) or target.latest_revision_id is None:
        translate_fields(work.source, target, work.segments, _data(kept))
        save_draft(target)
    remember_written(target)
    WrittenRevision.objects.filter(page_id=target.pk, went_with_source=True).update(went_with_source=not target.live)


def target_page(source: LearningPage, locale: Locale) -> LearningPage:
    """Return the translation of a page in a language; where there is none, a draft is made, and of its parents too."""
    found = source.get_translation_or_none(locale)
    if found is not None:
        translated: LearningPage = found.specific
        return translated
    parent = source.get_parent().specific
    if isinstance(parent, LearningPage) and parent.get_translation_or_none(locale) is None:
        target_page(parent, locale)
    target: LearningPage = source.copy_for_translation(locale)
    WrittenRevision.objects.update_or_create(page_id=target.pk, defaults={"revision_id": target.latest_revision_id})
    return target


def _data(kept: dict[Address, Kept]) -> dict[Address, str]:
    return {address: found.data for address, found in kept.items()}


def _marks(kept: dict[Address, Kept], marks: dict[Address, Review]) -> dict[Address, Review]:
    """Return the marks after a sync: new ones for carried texts, the old ones for what was marked before."""
    result = {address: review for address, review in marks.items() if address in kept}
    for address, found in kept.items():
        if found.previous:
            result[address] = Review(reason=Review.Reason.SOURCE, previous=found.previous)
    return result
