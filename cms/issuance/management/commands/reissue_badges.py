"""manage.py reissue_badges: after a key has leaked."""

from typing import Any

from django.core.management.base import CommandError

from cms.issuance.awards.reissue import reissue_badges
from cms.issuance.credentials.errors import CredentialError
from cms.project_option import ProjectCommand


class Command(ProjectCommand):
    """Sign the badges of leaked keys with the key of now, and mail them to their holders."""

    help = "Signs and mails again every badge in force whose key is marked as leaked (rotate_key --leaked)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sign again and say how many.

        Raises:
            CommandError: one cannot be signed; those before it are done.
        """
        try:
            count, lost = reissue_badges()
        except CredentialError as problem:
            raise CommandError(f"{problem} Run the command again afterwards: it goes on where it stopped.") from problem
        self.stdout.write(f"{count} signed again")
        if lost:
            self.stdout.write(
                f"{lost} cannot be signed again: their holders had their data erased, and we keep only the hash. If "
                "they were signed with a leaked key, they are no longer valid."
            )
