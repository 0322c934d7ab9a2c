"""The texts of a translated page as a translator sees them, and the way one of them is stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import (
    String,
    StringTranslation,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)

from cms.content.links import Links, links_of
from cms.content.localize_rows import Address, context_rows, read_reviews, read_translations
from cms.content.markdown import MarkdownError
from cms.content.models import Review
from cms.content.segments import Text, texts_of
from cms.learning.models import LearningPage, block_keys
from cms.translation.live import keep_live
from cms.translation.models import LiveText

TOOL_NAME = "desk"


class TextError(ValueError):
    """A translation that cannot be stored; the message says why, for the translator."""


@dataclass(frozen=True)
class DeskText:
    """One text of a page, in both languages.

    Attributes:
        text: the source text; `text.message.context` names its place, `text.message.source` its words in Markdown.
        target: the translation in Markdown, "" where there is none.
        review: why a person should look at it again, or None.
        live: the translation that readers see, in Markdown; differs from `target` while an edit waits.
        coming: the source text is a draft: readers see it when the source page is published.
    """

    text: Text
    target: str
    review: Review | None
    live: str
    coming: bool = False

    @property
    def state(self) -> str:
        """Return "missing", "review", "waiting" (for approval) or "done"."""
        if not self.target:
            return "missing"
        if self.review:
            return "review"
        return "done" if self.live == self.target else "waiting"


@dataclass
class DeskPage:
    """A source page with all its texts in one other language. Reading it takes a constant number of queries.

    `keys` are the readable names of all blocks by their id.
    """

    source: LearningPage
    target: LearningPage
    links: Links
    texts: list[DeskText]
    keys: Mapping[str, str] = field(default_factory=dict)

    def find(self, context: str, source_text: str) -> DeskText | None:
        """Return a text by the key of its message."""
        key = (context, source_text)
        return next((text for text in self.texts if text.text.message.key == key), None)


def tidy(words: str) -> str:
    """Return words as they are stored: without spaces around them, and with plain line ends."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_desk_page(target: LearningPage, *, drafts: bool = False) -> DeskPage:
    """Return the texts of a translated page; with `drafts` those of the source's draft, where it has one.

    Raises:
        TextError: the page has no source in the language that the site is written in.
    """
    pages = read_desk_pages([target], drafts=drafts)
    if not pages:
        raise TextError(_("“%(title)s” is not a translation of a page.") % {"title": target.title})
    return pages[0]


def read_desk_pages(targets: Sequence[LearningPage], *, drafts: bool = False) -> list[DeskPage]:
    """Return the texts of translated pages, those without a source left out; as many queries for many as for one.

    With `drafts`, texts are those of the source's draft, where it has one, and each draft costs a query.
    """
    sources = _sources_and_records(targets)
    ids = [source.translation_key for source, _record in sources.values()]
    keys = block_keys()
    links = links_of([source for source, _record in sources.values()], keys)
    stored, marks, waiting = read_translations(ids), read_reviews(ids), _read_waiting(ids)
    pages = []
    for target in targets:
        if target.pk in sources:
            source, record = sources[target.pk]
            place = (source.translation_key, target.locale.language_code)
            kept = _Kept(stored.get(place, {}), marks.get(place, {}), waiting.get(place, {}))
            page = DeskPage(source, target, links[source.pk], [], keys)
            page.texts = _desk_texts(page, record, kept, keys, drafts=drafts)
            pages.append(page)
    return pages


@dataclass(frozen=True)
class _Kept:
    """What is kept of a page in one language: translations, marks, and what is live in place of newer ones."""

    stored: Mapping[Address, str]
    marks: Mapping[Address, Review]
    waiting: Mapping[Address, str]


def _desk_texts(
    page: DeskPage, record: TranslationSource, kept: _Kept, keys: Mapping[str, str], *, drafts: bool
) -> list[DeskText]:
    source, target, links = page.source, page.target, page.links
    now = texts_of(type(source).from_serializable_data(json.loads(record.content_json), check_fks=False), keys, links)
    shown = now
    if drafts and source.has_unpublished_changes:
        shown = texts_of(source.get_latest_revision_as_object(), keys, links)
    known = {(text.path, text.data) for text in now}

    def desk_text(text: Text) -> DeskText:
        address = (text.path, text.data)
        data = kept.stored.get(address, "")
        live = (kept.waiting.get(address, data) if target.live else "") if address in known else ""
        return DeskText(
            text,
            text.to_message(data, links) if data else "",
            kept.marks.get(address),
            text.to_message(live, links) if live else "",
            coming=address not in known,
        )

    return [desk_text(text) for text in shown]


def _read_waiting(source_ids: list[Any]) -> dict[tuple[Any, str], dict[Address, str]]:
    """Return what readers see of texts that wait for approval, by translation key and language code."""
    rows = LiveText.objects.filter(context__object_id__in=source_ids).values_list(
        "context__object_id", "locale__language_code", "context__path", "string__data", "data"
    )
    result: dict[tuple[Any, str], dict[Address, str]] = {}
    for object_id, language, path, text, data in rows:
        result.setdefault((object_id, language), {})[(path, text)] = data
    return result


def _sources_and_records(targets: Sequence[LearningPage]) -> dict[int, tuple[LearningPage, TranslationSource]]:
    """Return each page's source, and what wagtail-localize knows of what is live of it, by the page's number."""
    keys = [target.translation_key for target in targets]
    records = {record.object_id: record for record in TranslationSource.objects.filter(object_id__in=keys)}
    sources = {
        source.translation_key: source
        for model in {type(target) for target in targets}
        for source in model.objects.filter(translation_key__in=keys).select_related("locale")
        if source.translation_key in records and source.locale_id == records[source.translation_key].locale_id
    }
    return {
        target.pk: (sources[target.translation_key], records[target.translation_key])
        for target in targets
        if target.translation_key in sources and sources[target.translation_key].pk != target.pk
    }


@transaction.atomic
def save_text(page: DeskPage, desk_text: DeskText, target: str, user: Any, review: Review | None = None) -> None:
    """Store a translation. What readers see does not change until the page is approved.

    `review` marks it for another look (machine, memory, file); without one a person has looked at it now. An empty
    `target` removes the translation.

    Raises:
        TextError: markup that does not fit the source text.
    """
    text = desk_text.text
    try:
        data = text.from_message(target, page.links) if target else ""
    except (MarkdownError, ValueError) as fault:
        raise TextError(str(fault)) from fault
    row = row_of(page, text.path, text.data)
    if page.target.live and not desk_text.coming and row.data != data:
        keep_live(row, row.data)
    is_machine = review is not None and review.reason == Review.Reason.MACHINE
    put(row, data, user, TOOL_NAME, by_machine=is_machine)
    if data and review is not None:
        review.translation = row
        review.save(force_insert=True)


def put(row: StringTranslation, data: str, user: Any, tool: str, *, by_machine: bool = False) -> None:
    """Store words, as wagtail-localize has them, in a row; a mark on the old ones goes. "" removes the row."""
    if not data:
        if row.pk:
            row.delete()
        return
    if row.pk:
        Review.objects.filter(translation=row).delete()
    row.data, row.last_translated_by, row.tool_name = data, user, tool
    machine, manual = StringTranslation.TRANSLATION_TYPE_MACHINE, StringTranslation.TRANSLATION_TYPE_MANUAL
    row.translation_type = machine if by_machine else manual
    row.has_error, row.field_error = False, ""
    row.save()


def row_of(page: DeskPage, path: str, words: str) -> StringTranslation:
    """Return the row of the translation of a text, which its path and words name; a new one, not saved, if none is."""
    key, source_locale, locale = page.source.translation_key, page.source.locale, page.target.locale
    rows = StringTranslation.objects.select_related("context", "translation_of").filter(locale=locale)
    found = rows.filter(
        context__object_id=key,
        context__path_id=TranslationContext._get_path_id(path),
        translation_of__locale=source_locale,
        translation_of__data_hash=String._get_data_hash(words),
    ).first()
    if found is not None:
        return found
    place = {"object_id": key, "path_id": TranslationContext._get_path_id(path)}
    context = TranslationContext.objects.filter(**place).first()
    if context is None:
        translatable, _ = TranslatableObject.objects.get_or_create_from_instance(page.source)
        context = TranslationContext.objects.get(pk=context_rows(page.source, translatable, {path})[path])
    known = {"locale": source_locale, "data_hash": String._get_data_hash(words)}
    string = String.objects.filter(**known).first() or String.objects.create(**known, data=words)
    return StringTranslation(translation_of=string, context=context, locale=locale)
