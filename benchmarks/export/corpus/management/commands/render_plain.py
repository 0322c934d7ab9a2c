"""manage.py render_plain DIR: the plain templates from the site in memory, with nothing of the exporter around them.

Proves that `pages/corpus.html` gives the bytes of `naive/corpus.html`, and shows what rendering alone costs.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import get_template
from django.utils import translation

from cms.learning.context import page_context
from cms.learning.snapshot import take_snapshot


class Command(BaseCommand):
    """Write every page from plain values."""

    help = "Write every page of the corpus from plain values: one process, no checks, no compression."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument."""
        parser.add_argument("output", type=Path, help="folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write all pages."""
        snapshot = take_snapshot()
        template = get_template("pages/corpus.html")
        for (language, _path), node in snapshot.nodes.items():
            with translation.override(language):
                html = template.render(page_context(snapshot, node, language))
            path = options["output"] / node.address.strip("/") / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, "utf-8")
