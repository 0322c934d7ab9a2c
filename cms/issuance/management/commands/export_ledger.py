"""manage.py export_ledger FILE."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.issuance.ledger.transfer import export_ledger


class Command(BaseCommand):
    """Write all awards, with what they refer to, into a file."""

    help = "Writes the ledger of awards into a file (JSON lines). It holds names: keep it as you keep the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="the file to write; only this account may read it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and say how many.

        Raises:
            CommandError: the file cannot be written.
        """
        try:
            count = export_ledger(options["file"])
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{count} awards in {options['file']}")
