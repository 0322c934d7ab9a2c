"""manage.py package_archive: the living project -> a package that keeps itself."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.archive.kit.make import KitError
from cms.archive.package import PackageError, package_archive
from cms.export.errors import WriteError
from cms.export.export import CheckFailedError
from cms.export.files import MissingFileError
from cms.issuance.credentials.errors import CredentialError
from cms.progress import Progress
from cms.projects import FIRST


class Command(BaseCommand):
    """Write the archived site in every form, the project it is made of, and checksums, as one folder."""

    help = "Write a package that keeps itself: site, books, learning packages, web archives, project, checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--output", type=Path, required=True, help="folder to make; it must not exist")
        parser.add_argument("--base-url", default=settings.PUBLIC_URL, help="address of the site on the web")
        parser.add_argument(
            "--date", type=date.fromisoformat, default=timezone.localdate(), help="day it names (YYYY-MM-DD); today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the package and report."""
        output = options["output"].absolute()
        # A book a language, and a handout a language and module; how many modules there are, the site says.
        progress = Progress("Packaging", 6 + 18 * len(FIRST.codes))
        try:
            package = package_archive(output, options["base_url"].rstrip("/"), options["date"], progress.step)
        except (PackageError, KitError, CheckFailedError, MissingFileError, WriteError, CredentialError) as error:
            raise CommandError(f"{error}\nNo package was made.") from error
        finally:
            progress.close()
        for reason in package.left_out:
            self.stderr.write(f"left out: {reason}")
        self.stdout.write(f"{package.files} files, {package.bytes / 1_000_000:.1f} MB in {options['output']}")
