"""Delete suggested practices that have been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.practices.retention import purge_suggestions


class Command(BaseCommand):
    """Do what the privacy notice promises. To be called every hour, by a timer or the worker."""

    help = "Delete suggested practices that nobody confirmed, and those that were decided long enough ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how much."""
        self.stdout.write(f"{purge_suggestions()} suggestions deleted")
