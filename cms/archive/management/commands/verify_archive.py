"""manage.py verify_archive: checks a package with nothing else at hand."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.archive.verify import verify_package
from cms.export.check.verify import verify_site


class Command(BaseCommand):
    """Check checksums, zips, books and web archives of a package, and the links and signatures of its site."""

    help = "Check a package: checksums, formats, and its site's links and signatures."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("dir", type=Path, help="folder of the package, which holds bagit.txt")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report."""
        folder = options["dir"]
        try:
            findings = verify_package(folder)
            findings += [f"data/site/{finding}" for finding in verify_site(folder / "data" / "site")]
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        if findings:
            raise CommandError("\n".join([*findings, f"{len(findings)} faults."]))
        self.stdout.write("The package is whole.")
