"""manage.py verify_site DIR: is this exported site whole?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.export.check.verify import verify_site


class Command(BaseCommand):
    """Check an exported site with nothing else at hand."""

    help = "Check an exported site: checksums, links, anchors, signatures."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the argument."""
        parser.add_argument("dir", type=Path, help="folder of the site")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report."""
        try:
            findings = verify_site(options["dir"])
        except FileNotFoundError as error:
            raise CommandError(f"{options['dir']} is not an exported site: SHA256SUMS is missing.") from error
        if findings:
            raise CommandError("\n".join(map(str, findings)) + f"\n{len(findings)} faults.")
        self.stdout.write("The site is whole: checksums, links, anchors and signatures hold.")
