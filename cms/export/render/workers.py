"""Work on all cores: processes that are forked once everything is in memory, and hand back what they make."""

import gc
import os
import pickle
import selectors
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn, TypeVar

from django.conf import settings
from django.db import connections

Task = TypeVar("Task")
Made = TypeVar("Made")

# Batches a worker: enough that none is idle at the end, few enough that neighbours stay together.
BATCHES = 12
READ_AT_ONCE = 1 << 20
_NUMBER = struct.Struct("<I")
_LENGTH = struct.Struct("<Q")


class WorkerError(Exception):
    """A worker process ended without finishing its work; the message says how."""


def worker_count() -> int:
    """Return how many processes may work: EXPORT_WORKERS, else the cores that this process may use.

    Without fork there is one; a process with several threads must not fork, since their locks would never open.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return settings.EXPORT_WORKERS or available


def in_parallel(tasks: Sequence[Task], work: Callable[[Task], Made], workers: int) -> Iterator[Made]:
    """Yield what `work` makes of each task, in no certain order.

    The first failure ends all: it is raised as it was in the worker.

    Raises:
        WorkerError: a worker was killed.
    """
    if workers < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    _close_connections()
    # What is there now is shared with the workers as long as nobody writes to it, and collecting garbage writes.
    gc.freeze()
    try:
        yield from _Pool(tasks, work, min(workers, len(tasks))).results()
    finally:
        gc.unfreeze()


def _close_connections() -> None:
    """Close the connections to the database, so that no two processes share one; not inside of a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


class _Pool:
    """Worker processes, each with a pipe to us, and one pipe from which they take the numbers of batches."""

    def __init__(self, tasks: Sequence[Any], work: Callable[[Any], Any], workers: int) -> None:
        self.work = work
        size = max(1, len(tasks) // (workers * BATCHES))
        self.batches = [tasks[start : start + size] for start in range(0, len(tasks), size)]
        self.queue, writing = os.pipe()
        os.write(writing, b"".join(_NUMBER.pack(number) for number in range(len(self.batches))))
        os.close(writing)
        self.pipes: dict[int, int] = {}
        for _number in range(workers):
            self._start()
        os.close(self.queue)

    def _start(self) -> None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _run(self.queue, writing, self.batches, self.work)
        os.close(writing)
        self.pipes[reading] = pid

    def results(self) -> Iterator[Any]:
        """Yield what the workers send until all have ended."""
        received = {pipe: bytearray() for pipe in self.pipes}
        try:
            with selectors.DefaultSelector() as selector:
                for pipe in self.pipes:
                    selector.register(pipe, selectors.EVENT_READ)
                while received:
                    for key, _events in selector.select():
                        pipe = key.fd
                        if data := os.read(pipe, READ_AT_ONCE):
                            received[pipe] += data
                            yield from _unpacked(received[pipe])
                        else:
                            selector.unregister(pipe)
                            del received[pipe]
                            self._end(pipe)
        finally:
            self._stop()

    def _end(self, pipe: int) -> None:
        os.close(pipe)
        status = os.waitpid(self.pipes.pop(pipe), 0)[1]
        if code := os.waitstatus_to_exitcode(status):
            how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
            raise WorkerError(f"a worker process {how} before its work was done; nothing was changed.")

    def _stop(self) -> None:
        for pipe, pid in self.pipes.items():
            os.close(pipe)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.pipes.clear()


def _unpacked(received: bytearray) -> Iterator[Any]:
    """Yield the whole results at the beginning of what was received, and take them out."""
    start = 0
    while len(received) - start >= _LENGTH.size:
        end = start + _LENGTH.size + _LENGTH.unpack_from(received, start)[0]
        if end > len(received):
            break
        # From a process of our own.
        result = pickle.loads(received[start + _LENGTH.size : end])  # noqa: S301
        start = end
        if isinstance(result, BaseException):
            raise result
        yield result
    del received[:start]


def _run(queue: int, writing: int, batches: Sequence[Sequence[Any]], work: Callable[[Any], Any]) -> NoReturn:
    """Be a worker: take batches until there are none, and end without anything that an ordinary end would do."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            try:
                while number := os.read(queue, _NUMBER.size):
                    for task in batches[_NUMBER.unpack(number)[0]]:
                        _send(pipe, work(task))
                code = 0
            except Exception as error:
                _send(pipe, _sendable(error))
                code = 0
    finally:
        os._exit(code)


def _send(pipe: BinaryIO, result: Any) -> None:
    data = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)


def _sendable(error: Exception) -> Exception:
    """Return the error with where it happened, or another one that says the same where it cannot be sent."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301
    except Exception:
        return WorkerError(f"{type(error).__name__}: {error}")
    return error
