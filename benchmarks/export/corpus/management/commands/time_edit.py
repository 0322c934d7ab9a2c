"""manage.py time_edit DIR PATH: export, edit a title, and export again in the same process; tell how long that took."""

import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from cms.export.export import export_site
from cms.export.known.queries import listen
from cms.export.plan import Options

BASE_URL = "https://corpus.example"


class Command(BaseCommand):
    """Measure an export in a process that is running, as the worker is."""

    help = "Export, change a title, export again; print the seconds of the second export."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("output", type=Path, help="folder to write to")
        parser.add_argument("path", help="page whose title changes: its address below the language")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        output = options["output"].absolute()
        export_site(output, Options(BASE_URL))
        call_command("retitle", options["path"], f"A title at {time.time_ns()}")
        with listen() as asked:
            begin = time.perf_counter()
            report = export_site(output, Options(BASE_URL))
            seconds = time.perf_counter() - begin
        self.stdout.write(f"{report.written} files written; {len(asked)} queries\nseconds={seconds:.4f}")
