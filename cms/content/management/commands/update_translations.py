"""manage.py update_translations: new and changed English texts -> the .po files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.content.errors import ContentError
from cms.content.read import read_content
from cms.content.update import update_translations
from cms.projects import Project, use


class Command(BaseCommand):
    """Bring the .po files up to date; needs no database."""

    help = "Add new texts to the .po files and mark the translations of changed ones fuzzy."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--dir", type=Path, help="folder of the content files; else that of the project")
        parser.add_argument("--project", default="", metavar="KEY", help="a further project; else the first")
        parser.add_argument("--language", action="append", help="only this language; may be given more than once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, merge, write."""
        try:
            tree = read_content((options["dir"] or Project(options["project"]).content_dir).resolve())
        except ContentError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        known = [code for code in tree.owner.codes if code != settings.LANGUAGE_CODE]
        languages = options["language"] or known
        for language in languages:
            if language not in known:
                raise CommandError(f"unknown language “{language}”: known are {', '.join(known)}.")
        for language in languages:
            with use(tree.owner):
                written = update_translations(tree, language)
            self.stdout.write(f"{language}: {len(written)} of {len(tree.documents)} files written")
