"""A made-up site for the desk: pages in a source language, and as many languages as wanted, partly translated.

The source pages are saved as an editor's are. The other languages are written in bulk: pages as rows, translations by
one statement a language, since a million of them would take an hour one by one.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from cms.content.localize_rows import write_source
from cms.learning.models import HomePage, InfoPage

# Every so many texts of a page one lacks its translation; the page's number moves where it begins.
MISSING_EVERY = 40
WORDS = tuple(re.findall(r"\w+", "people listen longer when they know that nobody will interrupt them before the end"))


@dataclass(frozen=True)
class Size:
    """How large a site is: source pages, languages with the source, and texts a page (its title is one more)."""

    pages: int
    languages: int
    texts: int


def build(size: Size, codes: list[str]) -> None:
    """Bring the site to a size; `codes` are its languages, the source first."""
    source, _ = Locale.objects.get_or_create(language_code=codes[0])
    home = HomePage.objects.filter(locale=source).first() or _home(source)
    for number in range(home.numchild, size.pages - 1):
        _source_page(home, number, size.texts)
    for code in codes[1:]:
        locale, _ = Locale.objects.get_or_create(language_code=code)
        _translate(home, locale)


def _home(locale: Locale) -> HomePage:
    home: HomePage = Page.get_first_root_node().add_child(
        instance=HomePage(title="Home", slug="corpus", locale=locale, tagline="What this is.")
    )
    write_source(home, extract_segments(home))
    return home


def _source_page(home: HomePage, number: int, texts: int) -> None:
    words = [f"{WORDS[at % len(WORDS)]} {number}-{at} {' '.join(WORDS)}" for at in range(texts)]
    blocks = [
        {"type": "section", "value": {"heading": heading, "body": f"<p>{body}</p>"}, "id": _block_id(number, at)}
        for at, (heading, body) in enumerate(zip(words[::2], words[1::2], strict=True))
    ]
    page = InfoPage(title=f"Page {number}", slug=f"page-{number}", locale=home.locale)
    page.sections = blocks
    home.add_child(instance=page)
    write_source(page, extract_segments(page))


def _block_id(page: int, block: int) -> str:
    return f"{page:08x}-0000-4000-8000-{block:012x}"


def _translate(home: HomePage, locale: Locale) -> None:
    translated = home.get_translation_or_none(locale) or home.copy_for_translation(locale)
    now = timezone.now()
    known = Page.objects.child_of(translated).values("translation_key")
    pages = list(Page.objects.child_of(home).exclude(translation_key__in=known).order_by("path"))
    first = translated.numchild + 1
    rows = [
        Page(
            path=Page._get_path(translated.path, translated.depth + 1, first + number),
            depth=translated.depth + 1,
            title=page.title,
            draft_title=page.title,
            slug=page.slug,
            url_path=f"{translated.url_path}{page.slug}/",
            locale=locale,
            translation_key=page.translation_key,
            content_type=ContentType.objects.get_for_model(InfoPage),
            live=number % 2 == 0,
            first_published_at=now,
            last_published_at=now,
        )
        for number, page in enumerate(pages)
    ]
    Page.objects.bulk_create(rows, batch_size=500)
    Page.objects.filter(pk=translated.pk).update(numchild=translated.numchild + len(rows))
    keys = [page.translation_key for page in pages]
    sources = TranslationSource.objects.filter(object_id__in=keys)
    Translation.objects.bulk_create([Translation(source=source, target_locale=locale) for source in sources])
    _copy_bodies(locale)
    _write_translations(locale)


def _copy_bodies(locale: Locale) -> None:
    """Give the new pages of a language the bodies of their sources: bulk_create does not write such tables."""
    table, page = InfoPage._meta.db_table, Page._meta.db_table
    columns = [field.column for field in InfoPage._meta.local_concrete_fields if field.column != "page_ptr_id"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (page_ptr_id, {', '.join(columns)})"
            f" SELECT p.id, {', '.join(f'b.{column}' for column in columns)} FROM {page} p"
            f" JOIN {page} s ON s.translation_key = p.translation_key JOIN {table} b ON b.page_ptr_id = s.id"
            f" JOIN wagtailcore_locale l ON l.id = s.locale_id AND l.language_code = %s"
            f" WHERE p.locale_id = %s AND p.id NOT IN (SELECT page_ptr_id FROM {table})"
            f" AND p.content_type_id = s.content_type_id",
            [settings.LANGUAGE_CODE, locale.pk],
        )


def _write_translations(locale: Locale) -> None:
    """Translate all texts into a language but for a few of each page."""
    target, segment = StringTranslation._meta.db_table, StringSegment._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {target} (translation_of_id, locale_id, context_id, data, translation_type, tool_name,"
            " created_at, updated_at, has_error, field_error)"
            f" SELECT s.string_id, %s, s.context_id, t.data || ' ({locale.language_code})', 'manual', '', %s, %s,"
            f" FALSE, '' FROM {segment} s JOIN wagtail_localize_string t ON t.id = s.string_id"
            f" WHERE (s.source_id + s.id) %% {MISSING_EVERY} <> 0 AND NOT EXISTS (SELECT 1 FROM {target} o"
            " WHERE o.locale_id = %s AND o.translation_of_id = s.string_id AND o.context_id = s.context_id)",
            [locale.pk, timezone.now(), timezone.now(), locale.pk],
        )
