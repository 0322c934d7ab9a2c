"""manage.py move_away: what stays at the old host when the site moves to another one."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.export.errors import WriteError
from cms.export.files import MissingFileError
from cms.export.moving import move_away


class Command(BaseCommand):
    """Write a folder for the old host: pages and rules that lead on, and the badges' record, which stays."""

    help = "Write what stays at the old host: redirects to the new address, and the badges’ record. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--to", required=True, help="the new address, https://new.example.org")
        parser.add_argument("--site", type=Path, default=settings.EXPORT_DIR, help="the site of the old host")
        parser.add_argument("--output", type=Path, required=True, help="folder to make; it must not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        try:
            count = move_away(options["site"], options["to"], options["output"])
        except (WriteError, MissingFileError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} files in {options['output']}; its READ-ME.txt says what is what.")
