"""manage.py backup FOLDER: database, keys, media, evidence and content in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operation.backup.make import make_backup
from cms.operation.backup.parts import BackupError


class Command(BaseCommand):
    """Write a backup while everything runs."""

    help = "Write one file with all that could not be made again: database, keys, media, evidence, content."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, help="where backups lie; on another disk or machine than the rest")
        parser.add_argument("--keep", type=int, default=0, help="how many of the newest are kept (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say where it is."""
        if options["keep"] < 0:
            raise CommandError("--keep: write 0 or more.")
        try:
            path = make_backup(options["folder"], options["keep"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path} ({path.stat().st_size / 1_000_000:.1f} MB)")
