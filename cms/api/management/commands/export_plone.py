"""manage.py export_plone: the pages of this site for a Plone site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.api.plone.write import PloneWriter
from cms.learning.snapshot import take_snapshot


class Command(BaseCommand):
    """Write what plone.exportimport reads."""

    help = "Export pages, translations, pictures and redirects for a Plone site (bin/plone-importer)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="folder of the export, new or empty")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and say how much."""
        try:
            counts = PloneWriter(take_snapshot()).write(options["folder"])
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{counts.pages} pages, {counts.pictures} pictures, {counts.redirects} redirects")
