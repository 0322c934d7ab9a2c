"""Delete invitations to endorse that have been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.recognition.retention import purge_invitations


class Command(BaseCommand):
    """Do what the privacy notice promises. To be called every hour, by a timer or the worker."""

    help = "Delete invitations to endorse that were declined, ran out or have ended, once their time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how much."""
        self.stdout.write(f"{purge_invitations()} invitations deleted")
