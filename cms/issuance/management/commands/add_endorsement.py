"""manage.py add_endorsement FILE."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from cms.issuance.awards.endorsements import add_endorsement
from cms.issuance.credentials.errors import CredentialError
from cms.project_option import ProjectCommand


class Command(ProjectCommand):
    """Take in an endorsement that a partner has signed with its own key."""

    help = "Keeps an endorsement credential that a partner signed. Make sure first that its key is the partner's."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and its language."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="the signed endorsement (JSON)")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="language of its comment")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and keep it.

        Raises:
            CommandError: with what is wrong.
        """
        try:
            row, new = add_endorsement(json.loads(options["file"].read_bytes()), options["language"])
        except (OSError, ValueError, CredentialError) as problem:
            raise CommandError(f"{options['file']}: {problem}") from problem
        self.stdout.write(f"{'Kept' if new else 'Known already'}: {row}, signed by {row.endorser}")
