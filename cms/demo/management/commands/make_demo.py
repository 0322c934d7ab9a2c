"""manage.py make_demo: demo accounts, in demo mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo.accounts import ACCOUNTS, PASSWORD, make_accounts


class Command(BaseCommand):
    """Make the demo accounts and print them."""

    help = "Make the demo accounts. Refuses outside demo mode."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print them."""
        if not settings.DEMO:
            raise CommandError("demo accounts are made in demo mode only (cms.settings.demo).")
        make_accounts()
        self.stdout.write(f"Logins (password: {PASSWORD})")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<10} {account.role}")
