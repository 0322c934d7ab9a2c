"""What a piece of code asked the database -> whether the answers are still the same.

Code that depends on nothing but the database and on files gives the same again as long as both are the same. So its
result can be kept without knowing which tables it reads, and without loading it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

Question = tuple[str, Any]


@contextmanager
def listen() -> Iterator[list[Question]]:
    """Fill a list with the queries that are made meanwhile."""
    asked: list[Question] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield asked


def answers(questions: Iterable[Question]) -> bytes:
    """Return the digest of the rows that the database gives for the queries now."""
    digest = hashlib.blake2b(digest_size=16)
    with connection.cursor() as cursor:
        for sql, parameters in questions:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(200):
                digest.update(repr(rows).encode(errors="surrogatepass"))
            digest.update(b"end")
    return digest.digest()


def stamps(paths: Iterable[Path]) -> list[tuple[str, int, int]]:
    """Return size and time of change (nanoseconds) of files, and of the files in folders, sorted."""
    found = []
    for path in paths:
        for file in [path, *path.rglob("*")] if path.is_dir() else [path]:
            if file.is_file():
                status = file.stat()
                found.append((str(file), status.st_size, status.st_mtime_ns))
    return sorted(found)
