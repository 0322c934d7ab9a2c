"""One export at a time into a folder, and one over all machines, by locks that fall with their process."""

import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.export.errors import WriteError

POLL_SECONDS = 0.2
# The number by which PostgreSQL knows the lock: "perennia" as a number.
SHARED_LOCK = int.from_bytes(b"perennia", "big")
# Descriptors of the locks this process holds. A forked process must not: it may outlive us, and the lock with it.
_held: set[int] = set()


@dataclass(frozen=True)
class Owner:
    """Who holds a lock: process, host, what it runs, and since when (ISO 8601 with the zone)."""

    process: int
    host: str
    command: str
    since: str

    def __str__(self) -> str:
        """Return the owner in words."""
        return f"process {self.process} on {self.host} ({self.command}), since {self.since}"


class BusyError(WriteError):
    """Another export is writing to the same folder; the message says which and since when."""


@contextmanager
def only_one(output: Path, wait: float = 0.0, tell: Callable[[str], None] = lambda text: None) -> Iterator[None]:
    """Hold the lock of an output directory; where another export holds it, wait so many seconds for it.

    `tell` is called once, with the owner, where there is anything to wait for.

    Raises:
        BusyError: the other export has not finished in time.
        WriteError: the folder cannot be written to.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        handle = (output.parent / f".{output.name}.lock").open("a+")
    except OSError as error:
        raise WriteError(f"cannot write beside {output}: {error.strerror}.") from error
    with handle:
        _acquire(handle.fileno(), output, wait, tell)
        _held.add(handle.fileno())
        try:
            _sign(handle.fileno())
            yield
        finally:
            _held.discard(handle.fileno())
            os.ftruncate(handle.fileno(), 0)


@contextmanager
def only_one_anywhere(wait: float = 0.0) -> Iterator[bool]:
    """Hold the lock that all machines of an installation share, and yield whether we do; wait so many seconds for it.

    It is PostgreSQL's, on a line of its own, and falls with the process. SQLite has one machine only, where the lock of
    the folder does.
    """
    if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        yield True
        return
    line = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        line.ensure_connection()
        descriptor = line.connection.fileno()
        _held.add(descriptor)
        try:
            yield _shared_lock(line, wait)
        finally:
            _held.discard(descriptor)
    finally:
        line.close()


def _shared_lock(line: BaseDatabaseWrapper, wait: float) -> bool:
    deadline = time.monotonic() + wait
    with line.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [SHARED_LOCK])
            if cursor.fetchone()[0]:
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_SECONDS)


def _acquire(descriptor: int, output: Path, wait: float, tell: Callable[[str], None]) -> None:
    deadline = time.monotonic() + wait
    is_told = False
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        owner = _owner(descriptor)
        if time.monotonic() >= deadline:
            raise BusyError(f"another export is writing {output}: {owner}. Try again when it has finished.")
        if not is_told:
            tell(f"waiting for {owner}")
            is_told = True
        time.sleep(POLL_SECONDS)


def _sign(descriptor: int) -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else Path(sys.argv[0]).name
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    owner = Owner(os.getpid(), socket.gethostname(), command, since)
    # On a full disk the lock holds without a name; the export will say what is wrong.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(owner)).encode(), 0)


def _owner(descriptor: int) -> str:
    """Return who holds the lock, as far as it has signed yet."""
    try:
        return str(Owner(**json.loads(os.pread(descriptor, 4096, 0))))
    except (ValueError, TypeError):
        return "a process that has just begun"


def _let_go() -> None:
    """In a forked process: close what it inherited; the lock stays with the process that took it."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)
