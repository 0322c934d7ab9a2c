"""A page's texts and translations -> the tables of wagtail-localize, a few queries a page.

wagtail-localize itself saves one row at a time (about 0.6 s a translated module); the rows here are the same
ones, written in batches. Its data model is the contract; docs/decisions/0001-content-files.md says what we rely on.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue

from cms.content.models import Review
from cms.learning.models import LearningPage

TOOL_NAME = "content files"
Address = tuple[str, str]  # path of the context, text as stored


def write_source(page: LearningPage, segments: list[Any]) -> TranslationSource:
    """Write what translators see of a source page: its source record and its segments, replacing older ones."""
    translatable, _ = TranslatableObject.objects.get_or_create_from_instance(page)
    source, _ = TranslationSource.objects.update_or_create(
        object=translatable,
        locale=page.locale,
        specific_content_type=ContentType.objects.get_for_model(type(page)),
        defaults={
            "object_repr": str(page)[:200],
            "content_json": page.to_json(),
            "schema_version": get_schema_version(page._meta.app_label),
            "last_updated_at": timezone.now(),
        },
    )
    contexts = context_rows(page, translatable, {segment.path for segment in segments})
    strings = string_rows(page.locale, {s.string.data for s in segments if isinstance(s, StringSegmentValue)})
    for model in (StringSegment, TemplateSegment, OverridableSegment):
        model.objects.filter(source=source).delete()
    StringSegment.objects.bulk_create(
        StringSegment(
            source=source,
            context_id=contexts[segment.path],
            order=segment.order,
            string_id=strings[segment.string.data],
            attrs=json.dumps(segment.attrs, cls=DjangoJSONEncoder),
        )
        for segment in segments
        if isinstance(segment, StringSegmentValue)
    )
    _write_templates(source, [s for s in segments if isinstance(s, TemplateSegmentValue)], contexts)
    OverridableSegment.objects.bulk_create(
        OverridableSegment(
            source=source,
            context_id=contexts[segment.path],
            order=segment.order,
            data_json=json.dumps(segment.data, cls=DjangoJSONEncoder),
        )
        for segment in segments
        if isinstance(segment, OverridableSegmentValue)
    )
    return source


def context_rows(page: LearningPage, translatable: TranslatableObject, paths: set[str]) -> dict[str, int]:
    """Return the primary keys of the page's contexts by path; missing ones are made."""
    rows = TranslationContext.objects.filter(object=translatable)
    known = dict(rows.values_list("path", "pk"))
    missing = sorted(paths - set(known))
    if not missing:
        return known
    field_paths = _field_paths(page)
    TranslationContext.objects.bulk_create(
        TranslationContext(
            object=translatable,
            path=path,
            path_id=TranslationContext._get_path_id(path),
            # A link's context continues the path of its text with the quoted address.
            field_path=field_paths.get(path.partition(".'")[0], path),
        )
        for path in missing
    )
    return dict(rows.values_list("path", "pk"))


def _field_paths(page: LearningPage) -> dict[str, str]:
    """Return, for each path of block ids, the path of field and block names that the editor shows it under."""
    result: dict[str, str] = {}

    def walk(block: blocks.Block, raw: Any, ids: list[str], names: list[str]) -> None:
        if isinstance(block, blocks.StructBlock) and raw:
            for name, child in block.child_blocks.items():
                walk(child, raw.get(name), [*ids, name], [*names, name])
        elif isinstance(block, blocks.ListBlock):
            for item in raw or []:
                walk(block.child_block, item["value"], [*ids, item["id"]], [*names, "item"])
        else:
            result[".".join(ids)] = ".".join(names)

    for name in page.document_fields.values():
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            for item in getattr(page, name).get_prep_value():
                child = field.stream_block.child_blocks[item["type"]]
                walk(child, item["value"], [name, item["id"]], [name, item["type"]])
        else:
            result[name] = name
    return result


def string_rows(locale: Locale, texts: set[str]) -> dict[str, int]:
    """Return the primary keys of the source strings by text; missing ones are made."""
    hashes = {String._get_data_hash(text): text for text in texts}
    rows = String.objects.filter(locale=locale)
    known = dict(rows.filter(data_hash__in=hashes).values_list("data_hash", "pk"))
    String.objects.bulk_create(
        String(locale=locale, data_hash=data_hash, data=text)
        for data_hash, text in hashes.items()
        if data_hash not in known
    )
    found = rows.filter(data_hash__in=hashes).values_list("data_hash", "pk")
    return {hashes[data_hash]: primary_key for data_hash, primary_key in found}


def _write_templates(
    source: TranslationSource, segments: list[TemplateSegmentValue], contexts: Mapping[str, int]
) -> None:
    TemplateSegment.objects.bulk_create(
        TemplateSegment(
            source=source,
            context_id=contexts[segment.path],
            order=segment.order,
            template=Template.from_value(segment),
        )
        for segment in segments
    )


def write_translations(source: TranslationSource, locale: Locale, translations: Mapping[Address, str]) -> None:
    """Make the page's translations into `locale` equal to `translations`.

    A text of the page without a translation loses its row; translations of texts that the page no longer has
    are kept (they serve when the text comes back).
    """
    Translation.objects.get_or_create(source=source, target_locale=locale)
    segments = list(
        StringSegment.objects.filter(source=source).values_list(
            "context__path", "string__data", "context_id", "string_id"
        )
    )
    rows = {
        (row.context_id, row.translation_of_id): row
        for row in StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    }
    new: dict[tuple[int, int], StringTranslation] = {}
    changed, gone = [], []
    for path, text, context_id, string_id in segments:
        data = translations.get((path, text), "")
        row = rows.get((context_id, string_id))
        if row is None and data:
            new[(context_id, string_id)] = _translation(locale, context_id, string_id, data)
        elif row is not None and not data:
            gone.append(row.pk)
        elif row is not None and row.data != data:
            row.data, row.has_error, row.field_error = data, False, ""
            changed.append(row)
    StringTranslation.objects.filter(pk__in=gone).delete()
    StringTranslation.objects.bulk_update(changed, ["data", "has_error", "field_error"])
    StringTranslation.objects.bulk_create(new.values())


def write_reviews(source: TranslationSource, locale: Locale, reviews: Mapping[Address, Review]) -> None:
    """Make the marks on the page's translations into `locale` equal to `reviews` (rows that are not saved yet)."""
    rows = StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    Review.objects.filter(translation__in=rows).delete()
    if not reviews:
        return
    found = rows.values_list("context__path", "translation_of__data", "pk")
    Review.objects.bulk_create(
        Review(translation_id=pk, reason=reviews[(path, text)].reason, previous=reviews[(path, text)].previous)
        for path, text, pk in found
        if (path, text) in reviews
    )


def read_reviews(source_ids: list[Any]) -> dict[tuple[Any, str], dict[Address, Review]]:
    """Return the marks on translations of pages, by translation key and language code, in one query."""
    rows = Review.objects.filter(translation__context__object_id__in=source_ids).select_related(
        "translation__context", "translation__locale", "translation__translation_of"
    )
    result: dict[tuple[Any, str], dict[Address, Review]] = {}
    for review in rows:
        row = review.translation
        place = (row.context.object_id, row.locale.language_code)
        result.setdefault(place, {})[(row.context.path, row.translation_of.data)] = review
    return result


def _translation(locale: Locale, context_id: int, string_id: int, data: str) -> StringTranslation:
    return StringTranslation(
        locale=locale,
        context_id=context_id,
        translation_of_id=string_id,
        data=data,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        tool_name=TOOL_NAME,
    )


def read_translations(source_ids: list[Any]) -> dict[tuple[Any, str], dict[Address, str]]:
    """Return all translations of pages, by translation key and language code, in one query."""
    rows = StringTranslation.objects.filter(context__object_id__in=source_ids, has_error=False).values_list(
        "context__object_id", "locale__language_code", "context__path", "translation_of__data", "data"
    )
    result: dict[tuple[Any, str], dict[Address, str]] = {}
    for object_id, language, path, text, data in rows:
        result.setdefault((object_id, language), {})[(path, text)] = data
    return result
