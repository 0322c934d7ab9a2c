"""manage.py import_plone: the pages of a Plone site into this one."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cms.api.plone.load import Importer
from cms.api.plone.read import PloneExportError, read_export
from cms.api.plone.report import Report
from cms.learning.snapshot import take_snapshot


class Command(BaseCommand):
    """Import what plone.exportimport or collective.exportimport wrote: all of it or, at a fault, nothing."""

    help = "Import an export of a Plone site: pages, translations, pictures, files, redirects."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="folder of the export")
        parser.add_argument("--under", default="", metavar="PATH", help="path of the page below which it goes")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, report."""
        path = options["under"].strip("/").removeprefix(f"{settings.LANGUAGE_CODE}/")
        node = take_snapshot().nodes.get((settings.LANGUAGE_CODE, "" if path == settings.LANGUAGE_CODE else path))
        if node is None:
            raise CommandError(f"--under: there is no page “{options['under']}” in “{settings.LANGUAGE_CODE}”.")
        try:
            export = read_export(options["folder"], settings.LANGUAGE_CODE)
            with transaction.atomic():
                report = Importer(export, node.page, dry=options["dry_run"]).run()
                transaction.set_rollback(options["dry_run"])
        except PloneExportError as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        self._print(report, dry=options["dry_run"])

    def _print(self, report: Report, *, dry: bool) -> None:
        for title, lines in (("left out", report.left_out), ("lost", report.lost), ("known", report.known)):
            for line in lines:
                self.stdout.write(f"{title}: {line}")
        for line in report.made:
            self.stdout.write(f"{'would make' if dry else 'made'}: {line}")
        numbers = ", ".join(
            f"{len(lines)} {word}"
            for word, lines in (
                ("would be made" if dry else "made", report.made),
                ("known", report.known),
                ("left out", report.left_out),
                ("remarks", report.lost),
            )
        )
        self.stdout.write(numbers)
