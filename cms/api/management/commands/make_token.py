"""manage.py make_token: a token for the headless APIs."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.api.models import Scope, make_token


class Command(BaseCommand):
    """Make a token for a user and print it once; it is revoked in the admin under Settings, API tokens."""

    help = "Make a token for the headless APIs and print it once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("user", help="name of the user whose permissions hold")
        parser.add_argument("--name", default="made with make_token", help="what the token is for")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="may be given several times")
        parser.add_argument("--days", type=int, default=90, help="how long it holds (default 90, 0 for ever)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print it."""
        user = get_user_model().objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{options['user']}”.")
        days = options["days"]
        if not 0 <= days <= 3660:
            raise CommandError("--days: between 0 and 3660.")
        end = timezone.now() + timedelta(days=days) if days else None
        _token, text = make_token(user, options["name"], options["scope"] or [Scope.READ], end)
        self.stdout.write(text)
