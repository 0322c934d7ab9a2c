"""manage.py run_exports: the process that exports, started by the worker when there is something to do."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from cms.export.write.lock import only_one_anywhere
from cms.publishing.queue import is_due, take
from cms.publishing.run import run

POLL_SECONDS = 1.0
# Warm, an export begins at once; an idle process gives its memory back.
IDLE_SECONDS = 600.0


class Command(BaseCommand):
    """Run exports as they become due; end after ten idle minutes, or when the worker that started it is gone."""

    help = "Run the exports that are asked for (the worker starts this by itself)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = os.getppid()
        idle_since = time.monotonic()
        while os.getppid() == worker and time.monotonic() - idle_since < IDLE_SECONDS:
            close_old_connections()
            try:
                if is_due() and _run_one():
                    idle_since = time.monotonic()
                    continue
            except DatabaseError as error:
                self.stderr.write(f"exports: {error}; trying again")
            time.sleep(POLL_SECONDS)


def _run_one() -> bool:
    """Run the export that is due; False where another machine exports or sends, or was faster."""
    with only_one_anywhere() as is_ours:
        export = take() if is_ours else None
        if export:
            run(export)
        return export is not None
