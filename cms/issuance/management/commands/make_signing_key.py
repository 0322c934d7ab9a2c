"""manage.py make_signing_key [--rotate]."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.issuance.credentials.errors import SigningKeyError
from cms.issuance.credentials.keys import PASSPHRASE_VARIABLE, make_signing_key


class Command(BaseCommand):
    """Make the key that signs badges, or its successor. No key is ever overwritten."""

    help = (
        "Makes the key that signs badges in the keys folder. With --rotate a new key signs from now on; the public "
        f"half of the old one stays published, so its badges stay valid. {PASSPHRASE_VARIABLE} encrypts the key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --rotate."""
        parser.add_argument("--rotate", action="store_true", help="replace the key that signs; keep the old one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key and print its name.

        Raises:
            CommandError: there is a key already, or none to rotate.
        """
        try:
            key = make_signing_key(rotate=options["rotate"])
        except SigningKeyError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Signing key: {key.multikey}")
        if options["rotate"]:
            self.stdout.write("The old private key lies in retired/. Export the site again, then destroy it.")
