"""manage.py site_messages CODE: the interface strings that a language of a further project needs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from cms.content.errors import ContentError
from cms.content.read import read_content
from cms.project_option import ProjectCommand
from cms.projects import current
from cms.translation.site_messages import write_catalogue


class Command(ProjectCommand):
    """Write, or bring up to date, the catalogue of a language that only further projects use."""

    help = "Write locale/CODE/LC_MESSAGES/django.po with the strings of the site and its mails alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("code", help="language code as in FURTHER_LANGUAGES, for example lt")
        parser.add_argument(
            "--locale-dir", type=Path, default=settings.LOCALE_PATHS[0], help="folder of the catalogues"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and report."""
        known = [code for code, _name in settings.FURTHER_LANGUAGES]
        if options["code"] not in known:
            raise CommandError(f"“{options['code']}” is none of FURTHER_LANGUAGES: {', '.join(known)}.")
        try:
            tree = read_content(current().content_dir)
        except ContentError as error:
            raise CommandError(str(error)) from error
        path, missing = write_catalogue(options["code"], tree, options["locale_dir"])
        self.stdout.write(f"{path}: {missing} interface strings to translate.")
