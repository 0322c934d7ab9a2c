"""manage.py restore FILE: a backup into an installation that holds nothing yet."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operation.backup.parts import BackupError
from cms.operation.backup.restore import restore_backup


class Command(BaseCommand):
    """Check a backup and put it into an empty installation."""

    help = "Restore what manage.py backup has written. Refuses where there are data already."
    # The database may have no tables yet.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what was done."""
        try:
            done = restore_backup(options["file"])
        except BackupError as error:
            raise CommandError(f"{error}\nNothing was restored.") from error
        for line in done:
            self.stdout.write(line)
