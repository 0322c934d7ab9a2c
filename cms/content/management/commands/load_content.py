"""manage.py load_content: content files -> CMS."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.content.errors import ContentError
from cms.content.load import CONFLICT_CHOICES, LoadReport, load_content
from cms.content.read import read_content
from cms.progress import Progress
from cms.projects import Project


class Command(BaseCommand):
    """Load content/ into the CMS; all of it or, where a file is faulty, nothing."""

    help = "Load the content files into the CMS. Idempotent; refuses faulty files and changes nothing then."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--dir", type=Path, help="folder of the content files; else that of the project")
        parser.add_argument("--project", default="", metavar="KEY", help="a further project; else the first")
        parser.add_argument(
            "--on-conflict",
            choices=CONFLICT_CHOICES,
            default="refuse",
            help="what to do with a file that was changed both here and in the CMS",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, load, report."""
        try:
            tree = read_content((options["dir"] or Project(options["project"]).content_dir).resolve())
            if options["project"] and options["project"] != tree.owner.key:
                raise CommandError(
                    f"{tree.root / 'project.yaml'}: key: this is not the project “{options['project']}”."
                )
            progress = Progress("Loading", 3 * len(tree.documents))
            report = load_content(tree, options["on_conflict"], progress.step)
            progress.close()
        except ContentError as error:
            count = len(error.problems)
            raise CommandError(f"{error}\n{count} problem{'s'[: count != 1]}; nothing was changed.") from error
        self._write(report)
        issuer = tree.project["issuer"]["name"]
        if not tree.owner.key and issuer != settings.ISSUER_NAME:
            self.stderr.write(
                f"project.yaml names the issuer “{issuer}”, badges are signed as “{settings.ISSUER_NAME}” "
                "(PERENNIAL_ISSUER_NAME): make them equal before the first award."
            )

    def _write(self, report: LoadReport) -> None:
        for name in report.kept:
            self.stdout.write(f"kept the CMS's text: {name}")
        for name in report.missing:
            self.stdout.write(f"no translation: {name} is missing; its page shows the English text with a notice")
        for name in report.vanished:
            self.stdout.write(f"gone from the files, kept in the CMS: {name}")
        self.stdout.write(
            f"{len(report.created)} created, {len(report.updated)} updated, {len(report.unchanged)} unchanged"
        )
