"""manage.py complete_badge_files: certificates that are missing, and all files after a move."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.issuance.award_files import complete_files

# The worker sends no mail meanwhile.
SECONDS = 20.0


class Command(BaseCommand):
    """Make what holders fetch on their own page and what is not there yet. The worker does it every hour."""

    help = "Makes the files of badges in force that are missing, above all certificates. Twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how long it may take."""
        parser.add_argument("--seconds", type=float, default=SECONDS, help="stop after so long (default: %(default)g)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how many."""
        self.stdout.write(f"{complete_files(options['seconds'])} certificates made")
