"""Documents -> Wagtail pages of the source language and their translations."""

import json
from collections.abc import Mapping
from copy import copy
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from cms import projects
from cms.content.documents import PageDocument
from cms.content.localize_rows import Address
from cms.content.models import WrittenRevision
from cms.learning.models import HomePage, LearningPage

# Every id that is made from a content file is a uuid5 below this one, so that a fresh database gets the same ids.
NAMESPACE = UUID("5d0f3c0a-94f1-5c0e-8f6c-6a5b8b9f5a10")
# Fields that the database demands even of an empty page.
NEEDED = ("number", "family", "level", "reviewed", "tool", "mapped", "sector", "track", "kind", "country")


def stable_id(folder: str, path: str = "") -> UUID:
    """Return the id of a page (its translation key) or of the block at a dotted path in it."""
    folder = f"{projects.current().prefix}{folder}"
    return uuid5(NAMESPACE, f"{folder}#{path}" if path else folder)


def place_page(document: PageDocument, locale: Locale, parent: Page, key: UUID | None = None) -> LearningPage:
    """Add the page of a document below `parent`, empty and not live: later pages may already link to it."""
    slug = document.slug
    if document.page_type is HomePage:
        # Wagtail keeps the home pages of all languages and projects side by side, where slugs must differ.
        slug = projects.current().key or slug
        if locale.language_code != settings.LANGUAGE_CODE:
            slug = f"{slug}-{locale.language_code}"
    page = document.page_type(
        title=document.source.data.get("title", document.slug),
        slug=slug,
        locale=locale,
        translation_key=key or stable_id(document.folder),
        live=False,
        **_facts(document),
    )
    page.draft_title = page.title
    parent.add_child(instance=page)
    return page


def retype_page(page: Page, document: PageDocument) -> LearningPage:
    """Make a page of another type of the page that a document had before, and return it.

    The row that all types share stays, and with it the page's number: links, history and translations hold.
    """
    old = page.specific
    type(old).objects.filter(pk=page.pk)._raw_delete(using=page._state.db)
    shared = {field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}
    content_type = ContentType.objects.get_for_model(document.page_type)
    new = document.page_type(page_ptr_id=page.pk, **{**shared, "content_type_id": content_type.pk}, **_facts(document))
    # Raw: only the new type's own row is written.
    new.save_base(raw=True)
    Page.objects.filter(pk=page.pk).update(content_type=content_type)
    TranslationSource.objects.filter(object_id=page.translation_key, specific_content_type=page.content_type_id).update(
        specific_content_type=content_type
    )
    return document.page_type.objects.get(pk=page.pk)


def _facts(document: PageDocument) -> dict[str, Any]:
    """Return the values that the database demands even of an empty page."""
    data, names = document.source.data, document.page_type.document_fields
    return {name: data[name] for name in NEEDED if name in names}


def set_fields(page: LearningPage, values: Mapping[str, Any]) -> None:
    """Set the page's fields from the values of a document."""
    for name, value in values.items():
        is_stream = isinstance(page._meta.get_field(name), StreamField)
        setattr(page, name, json.dumps(value) if is_stream else value)
    page.draft_title = page.title


def translate_fields(
    source: LearningPage, target: LearningPage, segments: list[Any], translations: Mapping[Address, str]
) -> bool:
    """Set the target's words from `translations`; return whether every text has one.

    `segments` are the source's. A text without a translation is the source's, as wagtail-localize does it.
    """
    copy_synchronised_fields(source, target)
    for name in source.document_fields.values():
        if isinstance(source._meta.get_field(name), StreamField):
            setattr(target, name, json.dumps(getattr(source, name).get_prep_value()))
    complete = True
    translated = []
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            translation = translations.get((segment.path, segment.string.data))
            complete = complete and bool(translation)
            if translation:
                segment = copy(segment)  # the source's own segment serves the next language too
                segment.string = StringValue(translation)
        translated.append(segment)
    # The target holds a copy of the source's blocks by now, so that the source stays untouched.
    ingest_segments(target, target, source.locale, target.locale, translated)
    target.draft_title = target.title
    return complete


def publish(page: LearningPage) -> None:
    """Save a revision of the page and publish it."""
    page.save_revision(clean=False, changed=True).publish()


def remember_written(page: LearningPage) -> None:
    """Note that the page's latest revision was written from the stored translations, not by hand."""
    latest = Page.objects.values_list("latest_revision_id", flat=True).get(pk=page.pk)
    WrittenRevision.objects.update_or_create(page_id=page.pk, defaults={"revision_id": latest})


def save_draft(page: LearningPage, user: Any = None) -> None:
    """Save a revision of the page, leaving what is live as it is.

    A page that was never live has its words in the page row too, so that the tree shows its title.
    """
    if not page.live:
        page.save(clean=False)
    page.save_revision(user=user, clean=False, changed=True)
