"""manage.py work: the background worker."""

import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections

from cms.closing.on_the_day import export_on_the_day
from cms.publishing.queue import is_due, settle_lost
from cms.webhooks.delivery import is_due as is_to_be_told

LOOK_SECONDS = 1
MAIL_SECONDS = 2
EXPIRY_SECONDS = 3600


class Command(BaseCommand):
    """Send queued mail, begin exports that are due; every hour what is overdue or missing."""

    help = "Run the background work: exports, mail, expiry, digests for translators and assessors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl+C."""
        stop = threading.Event()

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)
        exports, webhooks = _Exports(), _Webhooks()
        last_mail = last_expiry = -float(EXPIRY_SECONDS)
        while not stop.is_set():
            close_old_connections()
            try:
                exports.look()
                webhooks.look()
                if time.monotonic() - last_mail > MAIL_SECONDS:
                    last_mail = time.monotonic()
                    call_command("send_mail_queue", verbosity=0, stdout=_Silent())
                if time.monotonic() - last_expiry > EXPIRY_SECONDS:
                    call_command("purge_expired", verbosity=0, stdout=_Silent())
                    call_command("award_sets", verbosity=0, stdout=_Silent())
                    call_command("complete_badge_files", verbosity=0, stdout=_Silent())
                    call_command("send_translation_digest", verbosity=0, stdout=_Silent())
                    call_command("send_assessment_reminders", verbosity=0, stdout=_Silent())
                    export_on_the_day()
                    last_expiry = time.monotonic()
            except DatabaseError as error:
                # The database may be away for a while; what is to do waits in it, so nothing is lost by trying again.
                self.stderr.write(f"worker: {error}; trying again in {MAIL_SECONDS} seconds")
                stop.wait(MAIL_SECONDS)
            stop.wait(LOOK_SECONDS)
        exports.end()


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


class _Webhooks:
    """The thread that tells webhooks: theirs are the machines of others, and mail must not wait for them."""

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None

    def look(self) -> None:
        """Start it where something is to be told. What it was telling when the worker ends is told again."""
        if (self.thread is None or not self.thread.is_alive()) and is_to_be_told():
            self.thread = threading.Thread(target=self._tell, daemon=True)
            self.thread.start()

    def _tell(self) -> None:
        # The next look finds what is left.
        with suppress(DatabaseError):
            call_command("send_webhooks", verbosity=0, stdout=_Silent())
        connections.close_all()


class _Silent:
    """Output that nobody reads."""

    def write(self, _text: str) -> None:
        """Drop the text."""
