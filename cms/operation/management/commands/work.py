"""manage.py work: the background worker."""

import logging
import math
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections

from cms.operation.tasks import begin_the_hour, is_waiting, run_silently, run_waiting
from cms.publishing.queue import is_due, settle_lost
from cms.webhooks.delivery import is_due as is_to_be_told

LOOK_SECONDS = 1
MAIL_SECONDS = 2
# How often it is asked whether the work of the hour has been begun, by whichever machine.
MINUTE = 60

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Send queued mail, begin exports that are due, run tasks; every hour what is overdue or missing."""

    help = "Run the background work: exports, mail, expiry, digests for translators and assessors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl+C."""
        stop = threading.Event()

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)
        exports = _Exports()
        webhooks = _Thread(is_to_be_told, _command("send_webhooks"))
        queue = _Thread(is_waiting, run_waiting)
        # Posters and certificates take minutes where many are missing.
        hour = _Thread(lambda: True, begin_the_hour)
        tasks = [
            Task("exports", exports.look),
            Task("webhooks", webhooks.look),
            Task("queue", queue.look),
            Task("claims", _command("award_claims"), MAIL_SECONDS),
            Task("mail", _command("send_mail_queue"), MAIL_SECONDS),
            Task("work of the hour", hour.look, MINUTE),
        ]
        while not stop.is_set():
            close_old_connections()
            try:
                for task in tasks:
                    task.run_if_due()
            except DatabaseError as error:
                # The database may be away for a while; what is to do waits in it, so nothing is lost by trying again.
                self.stderr.write(f"worker: {error}; trying again in {MAIL_SECONDS} seconds")
                stop.wait(MAIL_SECONDS)
            stop.wait(LOOK_SECONDS)
        exports.end()


class Task:
    """Something that the worker does time and again: at once, then so many seconds after each time."""

    def __init__(self, name: str, do: Callable[[], object], seconds: float = 0.0) -> None:
        """Be due at once."""
        self.name, self.do, self.seconds = name, do, seconds
        self.next = -math.inf

    def run_if_due(self) -> None:
        """Do it where its time has come. A fault is told and hinders no other task; it is tried again in its time.

        Raises:
            DatabaseError: the database is away, which would meet every other task as well.
        """
        if time.monotonic() < self.next:
            return
        try:
            self.do()
        except DatabaseError:
            raise
        except Exception:
            logger.exception("worker: %s failed; the other tasks go on", self.name)
        self.next = time.monotonic() + self.seconds


def _command(name: str) -> Callable[[], object]:
    return partial(run_silently, name)


class _Exports:
    """The process that exports: its own, so that mail goes out meanwhile and a crash there harms nothing here."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """Start it where an export is due; write down where it died in the middle of one."""
        if self.process and self.process.poll() is not None:
            self.process = None
            settle_lost()
        if self.process is None and is_due():
            # In a group of its own: Ctrl+C reaches the worker, which ends it.
            self.process = subprocess.Popen([sys.executable, "manage.py", "run_exports"], process_group=0)

    def end(self) -> None:
        """End it; an export under way is broken off, and the site before stays."""
        if self.process:
            self.process.terminate()
            self.process.wait()
            settle_lost()


class _Thread:
    """Work in a thread beside the others: mail must not wait for machines of others, nor for a long task."""

    def __init__(self, is_due: Callable[[], bool], work: Callable[[], object]) -> None:
        self.is_due, self.work = is_due, work
        self.thread: threading.Thread | None = None

    def look(self) -> None:
        """Start it where there is something to do. What it was at when the worker ends is done again."""
        if (self.thread is None or not self.thread.is_alive()) and self.is_due():
            self.thread = threading.Thread(target=self._run, daemon=True)
            self.thread.start()

    def _run(self) -> None:
        # The next look finds what is left.
        try:
            self.work()
        except DatabaseError:
            logger.warning("worker: the database went away; what is left is done later")
        except Exception:
            logger.exception("worker: a thread failed; the others go on")
        finally:
            connections.close_all()
