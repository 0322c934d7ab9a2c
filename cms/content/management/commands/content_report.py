"""manage.py content_report: words and readability per module and language."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.content.read import read_content
from cms.content.report import report


class Command(BaseCommand):
    """Print words and LIX of each module in each language; needs no database."""

    help = "Show words and readability (LIX) of each module in each language."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--dir", type=Path, default=settings.CONTENT_DIR, help="folder of the content files")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table: words, and LIX in brackets."""
        rows = report(read_content(options["dir"].resolve()))
        # A folder of one project has some of all languages.
        found_in = {row.language for row in rows}
        languages = [code for code, _name in settings.LANGUAGES if code in found_in]
        cells = {(row.folder, row.language): row for row in rows}
        self.stdout.write(f"{'words (LIX)':<40}" + "".join(f"{language:>12}" for language in languages))
        for folder in dict.fromkeys(row.folder for row in rows):
            found = [cells.get((folder, language)) for language in languages]
            texts = [f"{row.words} ({row.lix:.0f})" if row else "" for row in found]
            self.stdout.write(f"{folder:<40}" + "".join(f"{text:>12}" for text in texts))
