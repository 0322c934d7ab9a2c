"""manage.py dump_content: CMS -> content files."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from cms.content.dump import dump_content
from cms.progress import Progress
from cms.project_option import ProjectCommand


class Command(ProjectCommand):
    """Write the CMS's live content back as files; load then dump gives the same bytes."""

    help = "Write the CMS's content as the files that load_content reads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        super().add_arguments(parser)
        parser.add_argument("--dir", type=Path, required=True, help="folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Dump and report."""
        progress = Progress("Writing", 50)
        report = dump_content(options["dir"].resolve(), progress.step)
        progress.close()
        for name in report.written:
            self.stdout.write(f"written: {name}")
        self.stdout.write(f"{len(report.written)} written, {report.same} unchanged")
