"""manage.py export_site: CMS -> static site."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.export.errors import WriteError
from cms.export.export import CheckFailedError, export_site
from cms.export.files import MissingFileError
from cms.export.plan import decide
from cms.issuance.credentials.errors import CredentialError
from cms.progress import Progress


class Command(BaseCommand):
    """Write the static site; where a check fails, list the faults and leave the old site as it is."""

    help = "Write the static site: all languages, checked, switched in one step."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--output", type=Path, default=settings.EXPORT_DIR, help="folder of the site")
        parser.add_argument("--base-url", help="address the site will be read at; else that of the project")
        parser.add_argument(
            "--phase", choices=("active", "archived"), help="archived: no forms; else as project.yaml says"
        )
        parser.add_argument("--portable", action="store_true", help="name index.html in links, to work from file://")

        parser.add_argument(
            "--record", type=Path, help="take the badges' record from this earlier export, unsigned anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Export and report."""
        decided = decide(options["base_url"], options["phase"], options["portable"])
        progress = Progress("Exporting", 600)
        try:
            report = export_site(options["output"].absolute(), decided, progress.step, options["record"])
        except CheckFailedError as error:
            progress.close()
            raise CommandError(f"{error}\n{len(error.findings)} faults; the old site is untouched.") from error
        except (MissingFileError, WriteError, CredentialError) as error:
            progress.close()
            raise CommandError(str(error)) from error
        progress.close()
        for item in report.left_out:
            self.stderr.write(f"redirect from {item.old_path} left out: {item.reason}")
        size = report.bytes / 1_000_000
        self.stdout.write(f"{report.pages} pages, {report.files} files, {size:.1f} MB in {options['output']}")
