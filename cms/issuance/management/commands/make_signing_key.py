"""manage.py make_signing_key."""

from typing import Any

from django.core.management.base import CommandError

from cms.issuance.credentials.errors import SigningKeyError
from cms.issuance.credentials.keys import PASSPHRASE_VARIABLE, make_signing_key
from cms.project_option import ProjectCommand


class Command(ProjectCommand):
    """Make the key that signs badges. No key is ever overwritten."""

    help = f"Makes the key that signs badges in the keys folder. {PASSPHRASE_VARIABLE} encrypts it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key and print its name.

        Raises:
            CommandError: there is a key already.
        """
        try:
            key = make_signing_key()
        except SigningKeyError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Signing key: {key.multikey}")
