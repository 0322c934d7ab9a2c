"""manage.py import_ledger FILE."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.issuance.ledger.transfer import LedgerError, import_ledger


class Command(BaseCommand):
    """Take in a ledger that export_ledger wrote: checked line by line, all of it or nothing, twice as well as once."""

    help = "Takes in a ledger of awards. The issuer's public keys must be here first: copy the keys folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="a file that export_ledger wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in and say what changed.

        Raises:
            CommandError: with the first line that is wrong; nothing is changed then.
        """
        try:
            report = import_ledger(options["file"])
        except (OSError, LedgerError) as problem:
            raise CommandError(f"{options['file']}: {problem}") from problem
        self.stdout.write(f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged")
