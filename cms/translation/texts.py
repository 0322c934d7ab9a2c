"""The texts of a translated page as a translator sees them, and the way one of them is stored."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail_localize.models import StringTranslation, TranslatableObject, TranslationSource

from cms.content.links import Links, site_links
from cms.content.localize_rows import context_rows, read_reviews, read_translations, string_rows
from cms.content.markdown import MarkdownError
from cms.content.models import Review
from cms.content.segments import Text, texts_of
from cms.learning.models import BlockKey, LearningPage
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
    """A source page with all its texts in one other language. Reading it takes a constant number of queries."""

    source: LearningPage
    target: LearningPage
    links: Links
    texts: list[DeskText]

    def find(self, context: str, source_text: str) -> DeskText | None:
        """Return a text by the key of its message."""
        key = (context, source_text)
        return next((text for text in self.texts if text.text.message.key == key), None)


def read_desk_page(target: LearningPage, *, drafts: bool = False) -> DeskPage:
    """Return the texts of a translated page; with `drafts` those of the source's draft, where it has one.

    Raises:
        TextError: the page has no source in the language that the site is written in.
    """
    source = source_of(target)
    links = site_links()
    keys = {str(pk): key for pk, key in BlockKey.objects.values_list("pk", "key")}
    record = TranslationSource.objects.get_for_instance_or_none(source)
    now = texts_of(record.as_instance() if record else source, keys, links)
    shown = now
    if drafts and source.has_unpublished_changes:
        shown = texts_of(source.get_latest_revision_as_object(), keys, links)
    place = (source.translation_key, target.locale.language_code)
    stored = read_translations([source.translation_key]).get(place, {})
    marks = read_reviews([source.translation_key]).get(place, {})
    waiting = {
        (row.context.path, row.string.data): row.data
        for row in LiveText.objects.filter(
            context__object_id=source.translation_key, locale_id=target.locale_id
        ).select_related("string", "context")
    }
    known = {(text.path, text.data) for text in now}

    def desk_text(text: Text) -> DeskText:
        address = (text.path, text.data)
        data = stored.get(address, "")
        live = (waiting.get(address, data) if target.live else "") if address in known else ""
        return DeskText(
            text,
            text.to_message(data, links) if data else "",
            marks.get(address),
            text.to_message(live, links) if live else "",
            coming=address not in known,
        )

    return DeskPage(source, target, links, [desk_text(text) for text in shown])


def source_of(target: LearningPage) -> LearningPage:
    """Return the page that a translated page is a translation of.

    Raises:
        TextError: there is none.
    """
    record = TranslationSource.objects.filter(object_id=target.translation_key).first()
    locale_id = record.locale_id if record else None
    source = target.get_translations().filter(locale_id=locale_id).first()
    if source is None:
        raise TextError(f"{target.title}: this page is not a translation.")
    found: LearningPage = source.specific
    return found


@transaction.atomic
def save_text(page: DeskPage, desk_text: DeskText, target: str, user: Any, review: Review | None = None) -> None:
    """Store a translation. What readers see does not change until the page is approved.

    `review` marks it for another look (machine, memory, file); without one a person has looked at it now. An empty
    `target` removes the translation.

    Raises:
        TextError: markup that does not fit the source text.
    """
    text, locale = desk_text.text, page.target.locale
    translatable, _ = TranslatableObject.objects.get_or_create_from_instance(page.source)
    context_id = context_rows(page.source, translatable, {text.path})[text.path]
    string_id = string_rows(page.source.locale, {text.data})[text.data]
    try:
        data = text.from_message(target, page.links) if target else ""
    except (MarkdownError, ValueError) as fault:
        raise TextError(str(fault)) from fault
    row = StringTranslation.objects.filter(
        translation_of_id=string_id, context_id=context_id, locale=locale
    ).first() or StringTranslation(translation_of_id=string_id, context_id=context_id, locale=locale)
    if page.target.live and not desk_text.coming and row.data != data:
        keep_live(row, row.data)
    if not data:
        if row.pk:
            row.delete()
        return
    row.data, row.last_translated_by, row.tool_name = data, user, TOOL_NAME
    is_machine = review is not None and review.reason == Review.Reason.MACHINE
    row.translation_type = "machine" if is_machine else "manual"
    row.has_error, row.field_error = False, ""
    row.save()
    Review.objects.filter(translation=row).delete()
    if review is not None:
        review.translation = row
        review.save(force_insert=True)
