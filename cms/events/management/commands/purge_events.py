"""manage.py purge_events."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.events.retention import purge_events


class Command(BaseCommand):
    """Delete lists, codes and claims of training events whose time is over."""

    help = "Delete participants, codes and claims of training events that have been kept long enough."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        self.stdout.write(f"{purge_events()} rows deleted")
