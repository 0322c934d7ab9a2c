"""manage.py withdraw_endorsement ID."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.issuance.awards.endorsements import withdraw_endorsement
from cms.issuance.credentials.errors import EndorsementError


class Command(BaseCommand):
    """Attach and publish an endorsement no longer."""

    help = "Withdraws an endorsement: new badges do not carry it, and who checks an old one learns of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the endorsement."""
        parser.add_argument("id", help="id of the endorsement credential")

    def handle(self, *args: Any, **options: Any) -> None:
        """Withdraw it.

        Raises:
            CommandError: there is none with this id.
        """
        try:
            row = withdraw_endorsement(options["id"])
        except EndorsementError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Withdrawn: {row}")
