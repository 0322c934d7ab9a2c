"""Rows written and found without Django's query compiler, for the one request that must be cheap: an application.

The compiler builds each statement anew, half a millisecond of CPU a time; an application is nine statements. Here the
text of a statement is built once a process. Values go through the model's fields all the same.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import AutoField, BooleanField, CharField, EmailField, Field, Model, TextField, URLField

PLAIN = (BooleanField, CharField, EmailField, TextField, URLField)


def insert(*rows: Model) -> None:
    """Insert new rows, in their order, those of one model together. Numbers that the database gives are not read back.

    PostgreSQL gets all of it in one message: its answer takes longer to travel than to make.
    """
    statements = []
    values: list[list[Any]] = []
    for model, group in groupby(rows, key=type):
        head, getters = _insert_plan(model)
        together = list(group)
        values.append([get(row) for row in together for get in getters])
        place = f"({', '.join(['%s'] * len(getters))})"
        statements.append(f"{head} VALUES {', '.join([place] * len(together))}")
    if connection.vendor == "postgresql" and statements:
        statements, values = ["; ".join(statements)], [list(chain.from_iterable(values))]
    with connection.cursor() as cursor:
        for statement, parameters in zip(statements, values, strict=True):
            cursor.execute(statement, parameters)
    for row in rows:
        row._state.adding = False


def find(statement: str, values: Sequence[str | None]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose text is fixed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def table(model: type[Model]) -> str:
    """Return the name of a model's table, quoted."""
    return connection.ops.quote_name(str(model._meta.db_table))


def as_time(value: datetime | str) -> datetime:
    """Return a time as the database gives it: SQLite keeps texts, in UTC and without saying so."""
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@lru_cache(maxsize=16)
def _insert_plan(model: type[Model]) -> tuple[str, list[Callable[[Model], Any]]]:
    """Return the begin of the statement, and for each column how its value is got from a row."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    return f"INSERT INTO {table(model)} ({columns})", [_getter(field) for field in fields]


def _getter(field: "Field[Any, Any]") -> Callable[[Model], Any]:
    if type(field) in PLAIN:
        # Text and truth values go into every database as they are.
        return attrgetter(field.attname)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)
