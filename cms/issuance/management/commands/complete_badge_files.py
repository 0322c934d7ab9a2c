"""manage.py complete_badge_files: certificates that are missing, and all files after a move."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.issuance.awards.file_faults import try_given_up_again
from cms.issuance.awards.files import complete_files

# The worker sends no mail meanwhile.
SECONDS = 20.0


class Command(BaseCommand):
    """Make what holders fetch on their own page and what is not there yet. The worker does it every hour."""

    help = "Makes the files of badges in force that are missing, above all certificates. Twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how long it may take, and what to do with what was given up."""
        parser.add_argument("--seconds", type=float, default=SECONDS, help="stop after so long (default: %(default)g)")
        parser.add_argument("--again", action="store_true", help="try also what has failed for days and was given up")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how many."""
        if options["again"]:
            try_given_up_again()
        self.stdout.write(f"{complete_files(options['seconds'])} certificates made")
