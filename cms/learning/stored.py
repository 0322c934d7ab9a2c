"""Rows of pages as the database holds them: fetched in one query a page type, made into pages where one is looked at.

Most pages of an export that follows another are not looked at, and making a page costs ten times as much as its row.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection
from wagtail.models import Locale

from cms.learning.models import LearningPage

# Longer texts are kept as UTF-8: a language beyond Latin-1 takes half the memory so.
LONG = 500
# Pages that are made at one time, at most; a page that is asked for again later is made again.
MOST_PAGES = 400
ROWS_AT_ONCE = 200


@dataclass(frozen=True)
class _Query:
    """What reads all pages of a type: the columns by name, and what makes values of fields of theirs."""

    names: list[str]
    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Any


@cache
def _query(label: str) -> _Query:
    page_type: Any = apps.get_model(label)
    names = [column.attname for column in page_type._meta.concrete_fields]
    query = page_type._default_manager.order_by().values_list(*names).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    # As RawQuerySet does: what the columns hold becomes what the fields hold.
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return _Query(names, sql, tuple(parameters), compiler, converters)


class PageReader:
    """Reads the rows of one page type, and makes pages of them."""

    def __init__(self, page_type: type[LearningPage], locales: dict[int, Locale]) -> None:
        """Prepare the query; `locales` are given to the pages that are made."""
        self.page_type = page_type
        self.locales = locales
        self.codes = {pk: locale.language_code for pk, locale in locales.items()}
        self.query = _query(page_type._meta.label)
        self.names = self.query.names
        self.places = {name: place for place, name in enumerate(self.names)}
        self.made: dict[int, LearningPage] = {}

    def rows(self, known: "Mapping[int, StoredPage]") -> Iterator["StoredPage"]:
        """Query and yield the rows of all pages of this type, live or not.

        Of the `known` ones, which were read before, those are yielded again whose rows are the same still.
        """
        with connection.cursor() as cursor:
            cursor.execute(self.query.sql, self.query.parameters)
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                for row in rows:
                    yield self._stored(row, known.get(row[self.places["page_ptr_id"]]))

    def make(self, row: tuple[Any, ...]) -> LearningPage:
        """Return the page of a row; it has its locale, and nothing else that would be queried."""
        pk = row[self.places["page_ptr_id"]]
        if pk not in self.made:
            if len(self.made) >= MOST_PAGES:
                self.made.clear()
            values = [value.decode() if isinstance(value, bytes) else value for value in row]
            converted = next(iter(self.query.compiler.apply_converters([values], self.query.converters)))
            page: LearningPage = self.page_type.from_db(DEFAULT_DB_ALIAS, self.names, converted)
            page.locale = self.locales[page.locale_id]
            self.made[pk] = page
        return self.made[pk]

    def is_like(self, other: "PageReader") -> bool:
        """Tell whether the other one makes the same pages of rows."""
        return self.page_type is other.page_type and self.codes == other.codes

    def _stored(self, row: tuple[Any, ...], known: "StoredPage | None") -> "StoredPage":
        packed = tuple(value.encode() if isinstance(value, str) and len(value) > LONG else value for value in row)
        if known and known.row == packed and known.reader.is_like(self):
            return known
        digest = hashlib.blake2b(repr([value for value in packed if not isinstance(value, bytes)]).encode())
        for value in packed:
            if isinstance(value, bytes):
                digest.update(value)
        return StoredPage(self, packed, digest.digest()[:16])


@dataclass(frozen=True)
class StoredPage:
    """The row of a page. `digest` changes with every change of the row."""

    reader: PageReader = field(repr=False, compare=False)
    row: tuple[Any, ...] = field(repr=False)
    digest: bytes

    @property
    def page_id(self) -> int:
        """The primary key of the page."""
        pk: int = self.row[self.reader.places["page_ptr_id"]]
        return pk

    def value(self, name: str) -> Any:
        """Return what the database holds in a column; for columns whose values need no conversion."""
        value = self.row[self.reader.places[name]]
        return value.decode() if isinstance(value, bytes) else value

    def page(self) -> LearningPage:
        """Return the page."""
        return self.reader.make(self.row)


@dataclass(frozen=True)
class TreePlace:
    """Where Wagtail keeps a page."""

    page_id: int
    path: str
    depth: int
    url_path: str
    language: str
    translation_key: UUID
    source: LearningPage | StoredPage

    @classmethod
    def of_draft(cls, page: LearningPage) -> "TreePlace":
        """Return the place of a page that is not stored as it is shown."""
        return cls(page.pk, page.path, page.depth, page.url_path, page.locale.language_code, page.translation_key, page)

    @classmethod
    def of_row(cls, row: StoredPage, locales: dict[int, Locale]) -> "TreePlace":
        """Return the place of a stored page."""
        page_id, path, depth, url_path = (row.value(name) for name in ("page_ptr_id", "path", "depth", "url_path"))
        language = locales[row.value("locale_id")].language_code
        # SQLite keeps keys as texts.
        return cls(page_id, path, depth, url_path, language, UUID(str(row.value("translation_key"))), row)
