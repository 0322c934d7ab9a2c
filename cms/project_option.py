"""The option --project of commands: which project they work for."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from cms import projects
from cms.projects import Project


def add_project_option(parser: CommandParser) -> None:
    """Declare the option."""
    parser.add_argument("--project", default="", metavar="KEY", help="a further project; else the first")


def chosen_project(options: Mapping[str, Any]) -> Project:
    """Return the project that the command line names.

    Raises:
        CommandError: there is none with this key.
    """
    try:
        return projects.find(options.get("project") or "")
    except projects.UnknownProjectError as error:
        raise CommandError(f"--project: {error}") from error
