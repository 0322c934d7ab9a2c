"""manage.py translation_status: the matrix of pages by languages."""

import csv
import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from cms.project_option import ProjectCommand
from cms.translation.status import PageStatus, translation_matrix


class Command(ProjectCommand):
    """Print how far each page is translated."""

    help = "Show which pages are translated into which language, and how far."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        super().add_arguments(parser)
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the matrix."""
        matrix = translation_matrix()
        {"table": self._table, "csv": self._csv, "json": self._json}[options["format"]](matrix)

    def _table(self, matrix: list[PageStatus]) -> None:
        languages = list(dict.fromkeys(status.language for status in matrix))
        cells = {(status.path, status.language): status for status in matrix}
        self.stdout.write(f"{'page':<38}" + "".join(f"{language:>8}" for language in languages))
        for path in dict.fromkeys(status.path for status in matrix):
            row = [cells[(path, language)] for language in languages]
            marks = "".join(f"{_mark(status):>8}" for status in row)
            self.stdout.write(f"{path or '(home)':<38}{marks}")

    def _csv(self, matrix: list[PageStatus]) -> None:
        writer = csv.writer(sys.stdout)
        writer.writerow(["page", "language", "state", "translated", "total", "percent", "to_review", "words_left"])
        for status in matrix:
            numbers = [status.translated, status.total, status.percent, status.to_review, status.words_left]
            writer.writerow([status.path, status.language, status.state, *numbers])

    def _json(self, matrix: list[PageStatus]) -> None:
        rows = [
            {
                "page": status.path,
                "language": status.language,
                "state": status.state,
                "translated": status.translated,
                "total": status.total,
                "to_review": status.to_review,
                "words_left": status.words_left,
            }
            for status in matrix
        ]
        self.stdout.write(json.dumps(rows, indent=1))


def _mark(status: PageStatus) -> str:
    """Return a cell of the table: a tick where all is published, "?" where texts wait for another look."""
    if status.state == "published":
        return "✓"
    return "?" if status.state == "to review" else f"{status.percent} %"
