"""manage.py export_translations LANGUAGE: the translations of a language as one zip."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms.progress import Progress
from cms.project_option import ProjectCommand
from cms.translation.exchange.export import ExportError, export
from cms.translation.exchange.formats import FORMATS
from cms.translation.exchange.scope import locales_for, path_of, source_paths


class Command(ProjectCommand):
    """Write a zip for translators who work with files."""

    help = "Write the translations of a language as one zip of PO or XLIFF, a file a page."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("language", help="language code, for example pl")
        parser.add_argument("--format", choices=FORMATS, default="po")
        parser.add_argument("--output", type=Path, required=True, help="the zip to write")
        parser.add_argument("--pages", nargs="+", metavar="PATH", help="only these pages: skills/empathy, home")
        parser.add_argument("--unfinished", action="store_true", help="only pages with texts missing or to review")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export and report."""
        locales = {locale.language_code: locale for locale in locales_for(None)}
        if options["language"] not in locales:
            raise CommandError(f"unknown language “{options['language']}”: known are {', '.join(locales)}.")
        paths = {path_of(name) for name in options["pages"]} if options["pages"] else None
        progress = Progress("Exporting", len(paths or source_paths()))
        try:
            result = export(
                locales[options["language"]],
                options["format"],
                paths=paths,
                unfinished=options["unfinished"],
                tick=progress.step,
            )
            options["output"].write_bytes(result.content)
        except (ExportError, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        self.stdout.write(f"{options['output']}: {result.pages} pages, {result.texts} texts")
