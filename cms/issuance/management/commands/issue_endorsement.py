"""manage.py issue_endorsement --organisation NAME --url URL --comment TEXT [--badge SLUG]."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from cms.issuance.awards.endorsements import issue_endorsement
from cms.issuance.credentials.errors import CredentialError
from cms.project_option import ProjectCommand


class Command(ProjectCommand):
    """Sign an endorsement for a partner that has no key of its own, with one that we keep for it."""

    help = "Signs what a partner organisation says of a badge, or of the issuer; badges issued from now on carry it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare who says what of what."""
        super().add_arguments(parser)
        parser.add_argument("--organisation", required=True, help="name of the partner")
        parser.add_argument("--url", required=True, help="its web address")
        parser.add_argument("--comment", required=True, help="what it says; public")
        parser.add_argument("--badge", default="", metavar="SLUG", help="the badge; without it the issuer is endorsed")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="language of the comment")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sign, keep, and print the id.

        Raises:
            CommandError: with what is wrong.
        """
        names = ("organisation", "url", "comment", "language", "badge")
        try:
            row = issue_endorsement(*(options[name] for name in names))
        except CredentialError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(row.credential_id)
