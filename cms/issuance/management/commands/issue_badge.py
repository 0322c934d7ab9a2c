"""manage.py issue_badge --badge SLUG --email E --name N --language L --output FILE."""

import os
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from cms.issuance.awards.direct import issue_directly
from cms.issuance.awards.sets import award_sets_after_commit
from cms.issuance.certificate.make import certificate
from cms.issuance.credentials.errors import CredentialError
from cms.issuance.credentials.facts import IssuedBadge
from cms.issuance.management.dates import day
from cms.issuance.models import Award
from cms.issuance.steps import Actor
from cms.project_option import ProjectCommand
from cms.projects import current

FORMS = (".json", ".png", ".svg", ".pdf")


class Command(ProjectCommand):
    """Issue a badge to a person who did not apply, and write it into a file."""

    help = "Issues a badge without an application. The file's ending says the form: .json, .png, .svg or .pdf."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare who gets which badge, and where it goes."""
        super().add_arguments(parser)
        parser.add_argument("--badge", required=True, metavar="SLUG", help="the badge, for example empathy")
        parser.add_argument("--email", required=True, help="the holder's e-mail address; the badge carries its hash")
        parser.add_argument("--name", required=True, help="the holder's name, for the certificate and mails")
        parser.add_argument("--language", required=True, help="the language of the badge, for example fi")
        parser.add_argument("--output", required=True, type=Path, action="append", help="file; may be given again")
        parser.add_argument("--valid-until", type=day, help="last day on which it is valid, as 2030-12-31")
        parser.add_argument("--mail", action="store_true", help="mail the badge to the holder as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue, keep and write: all of it or nothing.

        Raises:
            CommandError: with what is wrong.
        """
        outputs: list[Path] = options["output"]
        for path in outputs:
            if path.suffix.lower() not in FORMS:
                raise CommandError(f"{path}: name a file that ends in {', '.join(FORMS)}.")
            if not path.absolute().parent.is_dir():
                raise CommandError(f"{path}: there is no folder {path.absolute().parent}.")
        last_day = options["valid_until"]
        end = datetime.combine(last_day, time(23, 59, 59), UTC) if last_day else None
        try:
            with ExitStack() as unfinished:
                with transaction.atomic():
                    award, badge = issue_directly(
                        current().badge_key(options["badge"]),
                        options["language"],
                        (options["name"], options["email"]),
                        Actor("manage.py issue_badge"),
                        end,
                        mail=options["mail"],
                    )
                    files = [beside(path, content(path.suffix.lower(), award, badge), unfinished) for path in outputs]
                    award_sets_after_commit(award.application.email)
                for file, path in zip(files, outputs, strict=True):
                    file.replace(path)
        except (CredentialError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(award.credential_id)


def content(form: str, award: Award, badge: IssuedBadge) -> bytes:
    """Return the badge in the form that a file's ending names.

    Raises:
        CredentialError: there is no certificate of it.
    """
    forms = {".json": badge.json, ".png": badge.png, ".svg": badge.svg}
    return forms[form] if form in forms else certificate(award)


def beside(path: Path, data: bytes, unfinished: ExitStack) -> Path:
    """Write the data beside the file that they are for, and return where; gone with `unfinished` if not moved on."""
    descriptor, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=".badge-")
    unfinished.callback(Path(name).unlink, missing_ok=True)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    return Path(name)
