"""manage.py smoke: does what runs answer readers, programs, applicants and verifiers?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operation.smoke import look


class Command(BaseCommand):
    """Print a line for each thing that was asked; fail where one does not answer as it should."""

    help = "Ask the running server for site, API, admin, endpoint and readiness, and make and verify a signature."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000", help="where the server listens")
        parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="for a server that just starts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask and print."""
        failed = []
        for name, fault in look(options["address"], options["wait"]):
            self.stdout.write(f"{name:<12} {fault or 'ok'}")
            failed += [name] if fault else []
        if failed:
            raise CommandError(f"not as it should be: {', '.join(failed)}")
