"""Close and erase what has been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.issuance.ending.retention import purge_expired


class Command(BaseCommand):
    """Do what the privacy notice promises. The worker calls it every hour."""

    help = "Close applications that nobody completed, and erase what has been kept as long as the settings say."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how much."""
        report = purge_expired()
        self.stdout.write(
            f"{report.closed} closed, {report.without_evidence} without evidence now, {report.erased} erased, "
            f"{report.orphans} files without an owner deleted"
        )
