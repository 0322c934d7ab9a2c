"""manage.py close_project: the end of the funding, step by step."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.closing.models import Entry
from cms.closing.project import ClosingError, set_dates
from cms.closing.standing import Stand
from cms.closing.steps import BY_NAME, STEPS, Wish, reopen, take, take_all
from cms.export.errors import WriteError
from cms.export.export import CheckFailedError
from cms.export.files import MissingFileError
from cms.issuance.credentials.errors import CredentialError

SIGNS = {Stand.DONE: "x", Stand.READY: " ", Stand.WAITING: "-", Stand.OPTIONAL: " "}
DATES = ("applications-close", "decisions-by", "funding-ends", "available-until")


class Command(BaseCommand):
    """Take every step of closing that can be taken now, and show the checklist. Run it again as often as needed."""

    help = (
        "Close the project: stop applications, let open ones finish, write to holders, freeze the words, publish the "
        "archive, erase personal data; the private key is destroyed only with --destroy-key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--dry-run", action="store_true", help="show the checklist, change nothing")
        parser.add_argument("--step", choices=list(BY_NAME), help="take only this step")
        parser.add_argument(
            "--now", action="store_true", help="do not wait for the days of the project: close what is open today"
        )
        parser.add_argument(
            "--erase-all", action="store_true", help="erase all that is kept of applicants, however short it was kept"
        )
        parser.add_argument("--destroy-key", action="store_true", help="destroy the private key, for ever")
        parser.add_argument("--confirm", default="", help="with --destroy-key: the issuer’s name; else you are asked")
        parser.add_argument("--reopen", action="store_true", help="take applications again")
        parser.add_argument(
            "--content", type=Path, default=settings.CONTENT_DIR, help="folder to which the words are written"
        )
        for name in DATES:
            parser.add_argument(f"--{name}", type=date.fromisoformat, metavar="DAY", help="set this day (2027-06-30)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: a step failed, in words; those before it are done and logged.
        """
        try:
            self._handle(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except (ClosingError, CheckFailedError, MissingFileError, WriteError, CredentialError) as error:
            raise CommandError(str(error)) from error

    def _handle(self, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            self._list()
            return
        names = [name.replace("-", "_") for name in DATES]
        if given := {name: options[name] for name in names if options[name]}:
            set_dates(given)
            said = ", ".join(f"{name}: {day}" for name, day in given.items())
            Entry.objects.create(step="dates", who="manage.py close_project", said=said)
            self.stdout.write(said)
        wish = Wish(
            who="manage.py close_project",
            publish=self._publish,
            content=options["content"],
            now=options["now"],
            everything=options["erase_all"],
            confirmation=self._confirmation(options) if options["destroy_key"] else "",
        )
        if options["reopen"]:
            self.stdout.write(reopen(wish))
        elif options["step"]:
            self.stdout.write(take(options["step"], wish))
        else:
            for step, _standing, said in take_all(wish):
                if said:
                    self.stdout.write(f"{step.title}: {said}")
            self._list()

    def _list(self) -> None:
        for number, step in enumerate(STEPS, start=1):
            standing = step.standing()
            self.stdout.write(f"[{SIGNS[standing.stand]}] {number}. {step.title} ({step.name}): {standing.words}")

    def _confirmation(self, options: dict[str, Any]) -> str:
        if options["confirm"]:
            return str(options["confirm"])
        self.stdout.write(str(BY_NAME["key"].about))
        try:
            return input(f"Type the issuer’s name ({settings.ISSUER_NAME}) to go on: ") or "-"
        except EOFError:
            return "-"

    def _publish(self) -> str:
        call_command("export_site", output=Path(settings.EXPORT_DIR), stdout=self.stdout)
        return f"The site in {settings.EXPORT_DIR} is up to date."
