"""manage.py start_demo: what `make start` runs once the environment is there."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.demo.accounts import ACCOUNTS, PASSWORD, make_accounts
from cms.projects import FOLDER, find, further


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
        keys = [""]
        for folder in sorted((Path(settings.CONTENT_DIR) / FOLDER).glob("*/project.yaml")):
            keys.append(folder.parent.name)
            call_command("load_content", project=keys[-1], on_conflict="keep")
        make_accounts()
        for key in keys:
            project = find(key)
            if not (project.keys_dir / "signing-key.pem").exists():
                call_command("make_signing_key", project=key)
            call_command("export_site", project=key)
        self._print_addresses()
        if not options["no_serve"]:
            call_command("serve", bind=f"127.0.0.1:{options['port']}")

    def _print_addresses(self) -> None:
        base = settings.PUBLIC_URL
        self.stdout.write(f"\nThe site       {base}/")
        for project in further():
            self.stdout.write(f"{project.facts['name'][:14]:<14} {project.public_url}/")
        self.stdout.write(f"Wagtail        {base}/admin/")
        self.stdout.write(f"Mailbox        {base}/outbox/")
        self.stdout.write(f"Headless API   {base}/++api++/en/  and  {base}/api/v3/docs")
        self.stdout.write(f"\nLogins (password: {PASSWORD})")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<10} {account.role}")
        self.stdout.write("\nStop with Ctrl+C.\n")
