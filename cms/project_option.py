"""The option --project of commands: which project they work for."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms import projects


class ProjectCommand(BaseCommand):
    """A command that works for the project which its option names; without the option for the first."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the option."""
        parser.add_argument("--project", default="", metavar="KEY", help="a further project; else the first")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run for the project.

        Raises:
            CommandError: there is none with this key.
        """
        try:
            project = projects.find(options.get("project") or "")
        except projects.UnknownProjectError as error:
            raise CommandError(f"--project: {error}") from error
        with projects.use(project):
            return super().execute(*args, **options)
