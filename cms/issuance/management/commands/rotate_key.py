"""manage.py rotate_key [--lost | --leaked [KEY]]."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.issuance.credentials.errors import SigningKeyError
from cms.issuance.credentials.rotation import replace_leaked_key, replace_lost_key, rotate_key
from cms.project_option import ProjectCommand

THIS_ONE = "-"


class Command(ProjectCommand):
    """Sign with a new key from now on; the old public key stays published unless it is leaked."""

    help = "Signs badges with a new key from now on. Without an option the badges of the old key stay valid."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare why the key is replaced, where that is not by plan."""
        super().add_arguments(parser)
        reason = parser.add_mutually_exclusive_group()
        reason.add_argument(
            "--lost", action="store_true", help="the key or its passphrase is gone; its badges stay valid"
        )
        reason.add_argument(
            "--leaked",
            metavar="KEY",
            nargs="?",
            const=THIS_ONE,
            help="somebody else may have the key (default: the one that signs): its badges become invalid",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace the key and say what to do next.

        Raises:
            CommandError: there is no such key, or it cannot be read.
        """
        leaked = options["leaked"]
        try:
            if leaked:
                key = replace_leaked_key("" if leaked == THIS_ONE else leaked)
            else:
                key = replace_lost_key() if options["lost"] else rotate_key()
        except SigningKeyError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Signing key: {key.multikey}" if key else "The key that signs stays.")
        if leaked:
            self.stdout.write(
                "Next: export_site, then reissue_badges, which signs and mails the badges of that key again."
            )
        elif not options["lost"]:
            self.stdout.write("The old private key lies in retired/. Export the site again, then destroy it.")
