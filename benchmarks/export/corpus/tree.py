"""The corpus's pages -> rows: the same tree in every language, written in bulk.

A language has one home, 15 skills in the menu, and lessons below the skills. Saving them one by one costs treebeard,
the search index and the reference index a dozen queries each, and none of the exporters reads those indexes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Locale, Page

from benchmarks.export.corpus.body import Writer
from benchmarks.export.corpus.models import CorpusPage
from benchmarks.export.corpus.prose import Prose

SKILLS = 15
PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where a page stands in the tree of its language; the same in all of them.

    `parent` is the number of the page above (None for the home page); `child` is its place among its sisters, from 1.
    """

    number: int
    slug: str
    parent: int | None
    child: int

    @property
    def key(self) -> UUID:
        """What joins the translations of the page."""
        return uuid5(NAMESPACE_URL, f"https://corpus.example/{self.number}")


def places(pages: int, skill_slugs: Sequence[str]) -> list[Place]:
    """Return the places of `pages` pages a language, parents first: lessons are dealt out to the skills in turn."""
    homes = [Place(0, "home", None, 1)]
    skills = [Place(number, slug, 0, number) for number, slug in enumerate(skill_slugs, start=1)]
    lessons = [
        Place(number, f"lesson-{number:04d}", 1 + index % SKILLS, 1 + index // SKILLS)
        for index, number in enumerate(range(1 + SKILLS, pages))
    ]
    return [*homes, *skills, *lessons]


def write_tree(root: Page, locale: Locale, tree: Sequence[Place], prose: Prose, images: Sequence[int]) -> None:
    """Write all pages of a language below `root`, which is told how many children it has."""
    rows: dict[int, Page] = {}
    for place in tree:
        parent = root if place.parent is None else rows[place.parent]
        rows[place.number] = _row(place, parent, locale, prose)
    Page.objects.bulk_create(rows.values(), batch_size=500)
    root.save(update_fields=["numchild"])
    _write_bodies(rows, locale.language_code, tree, prose, images)


def _row(place: Place, parent: Page, locale: Locale, prose: Prose) -> Page:
    """Return the row of Wagtail's own table, and count it among its parent's children."""
    parent.numchild += 1
    child = place.child if place.parent is not None else parent.numchild
    depth = parent.depth + 1
    slug = place.slug if place.number or locale.language_code == "en" else f"home-{locale.language_code}"
    skill = 1 <= place.number <= SKILLS
    title = prose.titles[place.number - 1] if skill else _writer(place, locale.language_code, prose).title()
    return Page(
        path=Page._get_path(parent.path, depth, child),
        depth=depth,
        title=title,
        draft_title=title,
        slug=slug,
        url_path=f"{parent.url_path}{slug}/",
        locale=locale,
        translation_key=place.key,
        show_in_menus=skill,
        content_type=ContentType.objects.get_for_model(CorpusPage),
        live=True,
        first_published_at=PUBLISHED,
        last_published_at=PUBLISHED,
    )


def _writer(place: Place, language: str, prose: Prose, earlier: Sequence[int] = ()) -> Writer:
    return Writer(prose, Random(f"{language} {place.slug} {place.key}"), earlier)


def _write_bodies(
    rows: Mapping[int, Page], language: str, tree: Sequence[Place], prose: Prose, images: Sequence[int]
) -> None:
    pages = []
    earlier: list[int] = []
    for place in tree:
        writer = _writer(place, language, prose, earlier)
        writer.title()
        intro, body = writer.intro(), writer.body(images[place.number % len(images)])
        page = rows[place.number]
        stored = json.dumps(body, ensure_ascii=False)
        pages.append(CorpusPage(page_ptr_id=page.pk, intro=intro, published=date(2026, 1, 1), body=stored))
        earlier.append(page.pk)
    _insert(pages)


def _insert(pages: Iterable[CorpusPage]) -> None:
    """Insert the rows of the page type's own table: bulk_create does not write tables that extend another."""
    fields = CorpusPage._meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(CorpusPage._meta.db_table)} ({columns}) VALUES ({marks})",
            [[field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields] for page in pages],
        )
