"""Tell the webhooks what waits in the outbox."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.webhooks.delivery import deliver


class Command(BaseCommand):
    """Send what is due. The worker does it every second."""

    help = "Tell the webhooks what happened in the CMS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say how many."""
        report = deliver()
        self.stdout.write(f"{report.delivered} delivered, {report.failed} to try again, {report.given_up} given up")
