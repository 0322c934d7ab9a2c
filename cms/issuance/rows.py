"""Rows written and found without Django's query compiler, for the one request that must be cheap: an application.

The compiler builds each statement anew, half a millisecond of CPU a time; an application is nine statements. Here the
text of a statement is built once a process. Values go through the model's fields all the same.
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateTimeField,
    EmailField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
    URLField,
    UUIDField,
)
from django.utils import timezone

# Their values go into every database as they are.
PLAIN = (BooleanField, CharField, EmailField, TextField, URLField)


Rows = list[tuple[Any, ...]]


class Statement(NamedTuple):
    """A statement, its text the same each time, and its values."""

    text: str
    values: Sequence[Any]


class Draft(SimpleNamespace):
    """A row that is yet to be inserted, without the weight of an instance: an application is seven rows."""

    model: type[Model]


def draft(model: type[Model], **values: Any) -> Draft:
    """Return a row with the values by the names of its columns' attributes; what is not given has its default."""
    plain, made = _defaults(model)
    row = Draft(model=model, **plain)
    row.__dict__.update({name: default() for name, default in made if name not in values}, **values)
    return row


def insert(*rows: Draft) -> None:
    """Insert new rows, in their order, those of one model together. Numbers from the database are not read back."""
    run(inserts(*rows))


def inserts(*rows: Draft) -> list[Statement]:
    """Return the statements that insert new rows, for `run`. Made before a transaction, they do not hold it up."""
    statements = []
    for model, group in groupby(rows, key=attrgetter("model")):
        head, getters = _insert_plan(model)
        together = list(group)
        place = f"({', '.join(['%s'] * len(getters))})"
        text = f"{head} VALUES {', '.join([place] * len(together))}"
        statements.append(Statement(text, [get(row) for row in together for get in getters]))
    return statements


def insert_once(row: Draft) -> Statement:
    """Return the statement that inserts a new row unless one like it is there; its answer is the new key, or nothing.

    Like it is one that a unique index takes for the same. Who has lost a race learns it here, not from an error.
    """
    statement = inserts(row)[0]
    key = connection.ops.quote_name(str(row.model._meta.pk.column))
    return statement._replace(text=f"{statement.text} ON CONFLICT DO NOTHING RETURNING {key}")


def run(statements: Sequence[Statement]) -> None:
    """Run statements that return nothing.

    PostgreSQL gets all of them in one message: its answer takes longer to travel than to make.
    """
    with connection.cursor() as cursor:
        at_once = connection.vendor == "postgresql" and statements
        for statement in [_joined(statements)] if at_once else statements:
            cursor.execute(statement.text, statement.values)


def run_last(statements: Sequence[Statement], *, keep: bool = True) -> None:
    """Run the last statements of a transaction, and take all of it back where it is not to be kept.

    PostgreSQL gets the end of the transaction in the same message; Django then finds it ended.
    """
    # Within another transaction, as in most tests, the end is not ours to say.
    is_outermost = connection.in_atomic_block and not connection.savepoint_ids
    if connection.vendor == "postgresql" and is_outermost:
        statements = [*statements, Statement("COMMIT" if keep else "ROLLBACK", ())]
    run(statements)
    if not keep:
        transaction.set_rollback(True)


def find(statement: Statement) -> Rows:
    """Return the rows of one statement."""
    return find_all(statement)[0]


def find_all(*statements: Statement) -> list[Rows]:
    """Return the rows of each statement, one after the other; PostgreSQL gets them in one message."""
    answers = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            together = _joined(statements)
            cursor.execute(together.text, together.values)
            answers.append(cursor.fetchall())
            while cursor.nextset():
                answers.append(cursor.fetchall())
        else:
            for statement in statements:
                cursor.execute(statement.text, statement.values)
                answers.append(cursor.fetchall())
    return answers


@contextmanager
def in_turn() -> Iterator[None]:
    """Hold the place of the one process that writes, where the database is a file.

    Who finds SQLite locked looks again after 1, 2, 5, 10 ... milliseconds, and others overtake; here the next one is
    woken at once. Whoever writes without it, such as the desk, waits for SQLite as ever. A crash gives the place up.
    """
    place = _place()
    if place is None:
        yield
        return
    fcntl.flock(place, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(place, fcntl.LOCK_UN)


@lru_cache(maxsize=1)
def _place() -> int | None:
    """Return the open file that stands for the right to write; None where the database queues by itself, or it belongs
    to another user.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not Path(name).is_file():
        return None
    try:
        return os.open(f"{name}-turn", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return None


def _joined(statements: Sequence[Statement]) -> Statement:
    return Statement(
        "; ".join(statement.text for statement in statements),
        list(chain.from_iterable(statement.values for statement in statements)),
    )


def table(model: type[Model]) -> str:
    """Return the name of a model's table, quoted."""
    return connection.ops.quote_name(str(model._meta.db_table))


def as_time(value: datetime | str) -> datetime:
    """Return a time as the database gives it: SQLite keeps texts, in UTC and without saying so."""
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@lru_cache(maxsize=16)
def _defaults(model: type[Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """Return the defaults that are values, and those that are made anew for each row."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    made = [(field.attname, field.default) for field in fields if callable(field.default) and field.has_default()]
    names = {name for name, _default in made}
    return {field.attname: field.get_default() for field in fields if field.attname not in names}, made


@lru_cache(maxsize=16)
def _insert_plan(model: type[Model]) -> tuple[str, list[Callable[[Any], Any]]]:
    """Return the begin of the statement, and for each column how its value is got from a row."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    return f"INSERT INTO {table(model)} ({columns})", [_getter(field) for field in fields]


def _getter(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    """Return how the value of a column is got: as `get_db_prep_save` gives it, without the detour."""
    get = attrgetter(field.attname)
    kind = field.target_field if isinstance(field, ForeignKey) else field
    if type(kind) in PLAIN or isinstance(kind, (AutoField, IntegerField)):
        return get
    if isinstance(kind, UUIDField):
        return (
            get if connection.features.has_native_uuid_field else lambda row: value.hex if (value := get(row)) else None
        )
    if isinstance(kind, DateTimeField):
        return _getter_of_time(kind, get)
    if isinstance(kind, JSONField):
        as_json = connection.ops.adapt_json_value
        return lambda row: None if (value := get(row)) is None else as_json(value, kind.encoder)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)


def _getter_of_time(field: "DateTimeField[Any, Any]", get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return how a time is got: the one of the row, or the time of now where the field sets it by itself."""
    adapt = connection.ops.adapt_datetimefield_value
    if not (field.auto_now or field.auto_now_add):
        return lambda row: adapt(get(row))

    def stamp(row: Any) -> Any:
        now = timezone.now()
        setattr(row, field.attname, now)
        return adapt(now)

    return stamp
