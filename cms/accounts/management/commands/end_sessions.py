"""manage.py end_sessions: logs somebody out, or everybody."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.accounts.sessions import end_sessions


class Command(BaseCommand):
    """End sessions and logins at the API; tokens made in the admin end when they are revoked."""

    help = "Log an account out on all devices, or everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account's name, or --all."""
        parser.add_argument("user", nargs="?", default="", help="the name that the person logs in with")
        parser.add_argument("--all", action="store_true", help="everybody")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: neither or both were given, or there is no such account.
        """
        if bool(options["user"]) == options["all"]:
            raise CommandError("Name an account, or write --all.")
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None and not options["all"]:
            raise CommandError(f"There is no account “{options['user']}”.")
        self.stdout.write(f"{end_sessions(user)} sessions ended, and all logins at the API.")
