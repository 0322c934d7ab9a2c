"""manage.py verify_badge FILE: is this badge real?"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from cms.issuance.credentials.errors import CredentialError
from cms.issuance.verification import NotABadgeError, Record, check_badge, read_badge
from cms.issuance.verification.messages import sentence
from cms.project_option import ProjectCommand

SCRIPT = "record.js"
ASSIGNMENT = "window.PERENNIAL_RECORD="
SIGNS = {"passed": "+", "failed": "-", "open": "?"}


class Command(ProjectCommand):
    """Check a badge against the record of this installation, or of an exported site."""

    help = "Checks a badge (JSON, PNG, SVG, PDF) as the verify page does. Returns 1 unless it is genuine and in force."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the badge, and what it is checked against."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="the badge")
        parser.add_argument("--email", default="", help="the address that it should have been issued to")
        parser.add_argument("--site", type=Path, help="an exported site whose record counts; no database is needed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, say each check in words, and return 1 where the badge does not hold.

        Raises:
            CommandError: the file or the site cannot be read.
        """
        try:
            credential = read_badge(options["file"].read_bytes())
            record = _kept_record(options["site"]) if options["site"] else _own_record()
        except NotABadgeError as problem:
            raise CommandError(f"{options['file']}: {sentence(problem.reason)}") from problem
        except (OSError, CredentialError) as problem:
            raise CommandError(str(problem)) from problem
        result = check_badge(credential, record, timezone.now(), options["email"].strip())
        self.stdout.write(sentence(f"verdict.{result.verdict}"))
        for check in result.checks:
            name, why = sentence(f"check.{check.name}"), sentence(check.reason, check.values)
            self.stdout.write(f"  {SIGNS[check.state]} {name}: {why}")
        if result.verdict != "valid":
            raise SystemExit(1)


def _own_record() -> Record:
    from cms.issuance.record.files import verifier_record

    return verifier_record()


def _kept_record(site: Path) -> Record:
    """Return the record that an exported site carries for its verify page.

    Raises:
        OSError: there is none.
    """
    text = (site / SCRIPT).read_text("utf-8")
    record: Record = json.loads(text.removeprefix(ASSIGNMENT).rstrip().rstrip(";"))
    return record
