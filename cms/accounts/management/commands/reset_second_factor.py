"""manage.py reset_second_factor: for somebody who has lost the authenticator and the recovery codes."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.accounts import factor, sessions


class Command(BaseCommand):
    """Take the second factor off an account and end its sessions; who must have one sets it up at the next login."""

    help = "Take the second factor off an account whose owner has lost it. Make sure that it is the owner who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account's name."""
        parser.add_argument("user", help="the name that the person logs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: there is no such account.
        """
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no account “{options['user']}”.")
        had_one = factor.remove(user)
        sessions.end_sessions(user)
        self.stdout.write("The second factor is off." if had_one else "There was no second factor.")
