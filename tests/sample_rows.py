"""The sample's rows, as its first load has left them: put back, they take a fortieth of the time of a load."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from cms.api.models import note_change

# SQLite fills the tables of its full-text index by triggers of the table that has the texts.
TABLES = """SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
    AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '%!_fts!_%' ESCAPE '!'"""

Row = tuple[object, ...]
Rows = dict[str, dict[int, Row]]


@dataclass
class Loaded:
    """What a load has done to an empty site: rows by table and rowid, rows that it deleted, and the files of media."""

    media: Path
    rows: Rows = field(default_factory=dict)
    deleted: dict[str, list[int]] = field(default_factory=dict)


class SampleRows:
    """Loads content into the test's database; the same content into an equal database only once."""

    def __init__(self, make_folder: Callable[[], Path]) -> None:
        self.make_folder = make_folder
        self.known: dict[str, Loaded] = {}

    def load(self, content: Path, media: Path) -> None:
        """Load the folder; pictures go to `media`, which is MEDIA_ROOT."""
        before = read_rows()
        key = hashlib.sha256(repr((before, digest(content))).encode()).hexdigest()
        if key in self.known:
            self._put_back(self.known[key], media)
        else:
            call_command("load_content", dir=content, verbosity=0)
            self.known[key] = self._noted(before, media)

    def _noted(self, before: Rows, media: Path) -> Loaded:
        kept = self.make_folder() / "media"
        if media.exists():
            shutil.copytree(media, kept)
        loaded = Loaded(kept)
        for table, rows in read_rows().items():
            old = before[table]
            changed = {number: row for number, row in rows.items() if old.get(number) != row}
            deleted = [number for number in old if number not in rows]
            loaded.rows |= {table: changed} if changed else {}
            loaded.deleted |= {table: deleted} if deleted else {}
        return loaded

    def _put_back(self, loaded: Loaded, media: Path) -> None:
        # One transaction, at whose end the foreign keys are looked at.
        with transaction.atomic(), connection.cursor() as cursor:
            for table, numbers in loaded.deleted.items():
                cursor.executemany(f'DELETE FROM "{table}" WHERE rowid = %s', [(number,) for number in numbers])
            for table, rows in loaded.rows.items():
                places = ", ".join(["%s"] * len(next(iter(rows.values()))))
                cursor.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({places})', list(rows.values()))
        if loaded.media.exists():
            shutil.copytree(loaded.media, media, dirs_exist_ok=True)
        # Addresses of sites, among others, which a load renews.
        cache.clear()
        # The headless API must not take this site for the one of an earlier test.
        note_change()


def put_all(rows: Rows) -> None:
    """Make the database hold these rows and no others, whatever a test has left in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in read_rows():
            cursor.execute(f'DELETE FROM "{table}"')
        for table, numbered in rows.items():
            for row in numbered.values():
                places = ", ".join(["%s"] * len(row))
                cursor.execute(f'INSERT INTO "{table}" VALUES ({places})', row)
    cache.clear()
    ContentType.objects.clear_cache()


def read_rows() -> Rows:
    """Return all rows of the database: table -> rowid -> row."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        found: Rows = {}
        for table in tables:
            cursor.execute(f'SELECT rowid, * FROM "{table}"')
            found[table] = {number: tuple(row) for number, *row in cursor.fetchall()}
    return found


def digest(folder: Path) -> str:
    """Return the SHA-256 of a folder's files and their names."""
    content = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return content.hexdigest()
