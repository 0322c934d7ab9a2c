"""Close the applications that nobody confirmed."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.issuance.workflow import expire_unconfirmed


class Command(BaseCommand):
    """Close what is overdue. To be called once a day, by a timer or the worker."""

    help = "Close the applications whose mail address nobody confirmed in time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Close and say how many."""
        self.stdout.write(f"{expire_unconfirmed()} closed")
