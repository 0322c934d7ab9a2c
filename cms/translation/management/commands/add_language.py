"""manage.py add_language CODE: everything a further language needs, and what is still to be written."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.content.errors import ContentError
from cms.content.read import read_content
from cms.translation.languages import LanguageError, add_language


class Command(BaseCommand):
    """Make tree, groups, content files and catalogue of a language of the settings."""

    help = "Make the pages, groups, .po files and interface catalogue of a language; show what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("code", help="language code as in LANGUAGES, for example de")
        parser.add_argument("--dir", type=Path, default=settings.CONTENT_DIR, help="folder of the content files")
        parser.add_argument(
            "--locale-dir", type=Path, default=settings.LOCALE_PATHS[0], help="folder of the catalogues"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and report."""
        try:
            tree = read_content(options["dir"].resolve())
            report = add_language(options["code"], tree, options["locale_dir"])
        except (ContentError, LanguageError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{report.pages} pages as drafts; groups and review workflow are there.")
        self.stdout.write(f"{len(report.files)} .po files written; {report.texts} texts of the content in all.")
        self.stdout.write(f"{report.catalogue}: {report.strings} interface strings to translate.")
