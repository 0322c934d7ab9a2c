"""manage.py serve_pages DIR: what a loop of ten lines does. `page.serve()` for every page, no middleware."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.test import RequestFactory
from django.utils import translation

from benchmarks.export.corpus.models import CorpusPage


class Command(BaseCommand):
    """Write every page as Wagtail serves it."""

    help = "Write every page of the corpus as page.serve() answers it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument."""
        parser.add_argument("output", type=Path, help="folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write all pages."""
        requests = RequestFactory(SERVER_NAME="corpus.example")
        for page in CorpusPage.objects.live():
            with translation.override(page.locale.language_code):
                html = page.serve(requests.get(page.url)).render().content
            path = options["output"] / page.url.strip("/") / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(html)
