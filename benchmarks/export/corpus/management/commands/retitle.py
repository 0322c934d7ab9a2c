"""manage.py retitle PATH TITLE: an editor changes the title of one page and publishes it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from benchmarks.export.corpus.models import CorpusPage


class Command(BaseCommand):
    """Publish a revision of one page with another title."""

    help = "Change the title of one page of the corpus, in the source language, and publish it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("path", help="address below the language, without slashes at the ends")
        parser.add_argument("title", help="new title")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish."""
        home = CorpusPage.objects.get(depth=2, locale__language_code=settings.LANGUAGE_CODE)
        page = CorpusPage.objects.get(url_path=f"{home.url_path}{options['path']}/")
        page.title = options["title"]
        page.save_revision().publish()
