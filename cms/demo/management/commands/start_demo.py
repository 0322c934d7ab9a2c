"""manage.py start_demo: what `make start` runs once the environment is there."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.demo.accounts import ACCOUNTS, PASSWORD, make_accounts


class Command(BaseCommand):
    """Bring the demo up: database, content, accounts, key, site; then serve it until stopped."""

    help = "Prepare the demo and serve it. Again: keeps the data and starts in seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and serve."""
        if not settings.DEMO:
            raise CommandError("this is for demo mode only (cms.settings.demo); production runs manage.py serve.")
        call_command("migrate", verbosity=0)
        call_command("load_content", on_conflict="keep")
        make_accounts()
        if not (Path(settings.KEYS_DIR) / "signing-key.pem").exists():
            call_command("make_signing_key")
        call_command("export_site")
        self._print_addresses()
        if not options["no_serve"]:
            call_command("serve", bind=f"127.0.0.1:{options['port']}")

    def _print_addresses(self) -> None:
        base = settings.PUBLIC_URL
        self.stdout.write(f"\nThe site       {base}/")
        self.stdout.write(f"Wagtail        {base}/admin/")
        self.stdout.write(f"Mailbox        {base}/outbox/")
        self.stdout.write(f"Headless API   {base}/++api++/en/  and  {base}/api/v3/docs")
        self.stdout.write(f"\nLogins (password: {PASSWORD})")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<10} {account.role}")
        self.stdout.write("\nStop with Ctrl+C.\n")
