"""manage.py import_translations FILE: translations that came back as files, with a report."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from wagtail.models import Locale

from cms.progress import Progress
from cms.project_option import ProjectCommand
from cms.translation.exchange import archive
from cms.translation.exchange.archive import ArchiveError
from cms.translation.exchange.pending import InProgressError, apply_plan, claimed, person_named
from cms.translation.exchange.plan import Plan
from cms.translation.exchange.reading import plan_import, read_files
from cms.translation.exchange.report import report_lines
from cms.translation.exchange.scope import locales_for
from cms.translation.exchange.store import ChangedError


class Command(ProjectCommand):
    """Import a zip or a single file; exit code 1 where nothing of it could be accepted."""

    help = "Import translations from a zip, a .po or an .xlf file. Prints a report; submits and publishes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", required=True, help="language code, for example pl")
        parser.add_argument("--user", help="who imports; only what this person may edit is accepted")
        parser.add_argument("--dry-run", action="store_true", help="only report")
        parser.add_argument(
            "--on-conflict",
            choices=("keep", "file"),
            default="keep",
            help="which text stands where one was changed both in the file and at the desk",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, store."""
        user = self._user(options["user"])
        locales = {locale.language_code: locale for locale in locales_for(user)}
        locale = locales.get(options["language"])
        if locale is None:
            raise CommandError(f"“{options['language']}” is not a language to import into: {', '.join(locales)} are.")
        try:
            if options["dry_run"]:
                plan = self._plan(options["file"], locale, user)
            else:
                with claimed(locale, user, options["file"].name), transaction.atomic():
                    plan = self._plan(options["file"], locale, user)
                    self._apply(plan, user, options)
        except (ArchiveError, ChangedError, InProgressError, OSError) as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        with_conflicts = plan.conflicts and options["on_conflict"] == "file"
        if not plan.accepted and not with_conflicts and (plan.refused or any(file.problems for file in plan.files)):
            raise CommandError("Nothing could be accepted.")

    def _user(self, name: str | None) -> Any:
        user = person_named(name) if name else None
        if name and user is None:
            raise CommandError(f"there is no active user “{name}”.")
        return user

    def _plan(self, path: Path, locale: Locale, user: Any) -> Plan:
        archive.check_size(path.stat().st_size)
        files = read_files(path.name, path.read_bytes())
        progress = Progress("Reading", len(files))
        plan = plan_import(locale, files, user, progress.step)
        progress.close()
        for line in report_lines(plan):
            self.stdout.write(line)
        return plan

    def _apply(self, plan: Plan, user: Any, options: dict[str, Any]) -> None:
        with_conflicts = options["on_conflict"] == "file"
        applied = apply_plan(plan, user, options["file"].name, with_conflicts=with_conflicts)
        self.stdout.write(f"{applied.texts} texts stored on {applied.pages} pages, {applied.to_review} to review")
