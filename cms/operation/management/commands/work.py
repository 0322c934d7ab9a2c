"""manage.py work: the background worker."""

import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

MAIL_SECONDS = 5
EXPIRY_SECONDS = 3600


class Command(BaseCommand):
    """Send queued mail every few seconds; every hour close applications, award sets, tell people of work."""

    help = "Run the background work: mail, expiry, digests for translators and assessors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl+C."""
        stop = threading.Event()

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGINT, on_signal)
        last_expiry = -float(EXPIRY_SECONDS)
        while not stop.is_set():
            close_old_connections()
            try:
                call_command("send_mail_queue", verbosity=0, stdout=_Silent())
                if time.monotonic() - last_expiry > EXPIRY_SECONDS:
                    call_command("expire_applications", verbosity=0, stdout=_Silent())
                    call_command("award_sets", verbosity=0, stdout=_Silent())
                    call_command("send_translation_digest", verbosity=0, stdout=_Silent())
                    call_command("send_assessment_reminders", verbosity=0, stdout=_Silent())
                    last_expiry = time.monotonic()
            except DatabaseError as error:
                # The database may be away for a while; mails wait in it, so nothing is lost by trying again.
                self.stderr.write(f"worker: {error}; trying again in {MAIL_SECONDS} seconds")
            stop.wait(MAIL_SECONDS)


class _Silent:
    """Output that nobody reads."""

    def write(self, _text: str) -> None:
        """Drop the text."""
