"""Send the mails that wait in the outbox."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.issuance.mail import deliver_mail


class Command(BaseCommand):
    """Send what is due. The worker does it every few seconds."""

    help = "Send the mails to applicants that wait in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say how many."""
        report = deliver_mail()
        self.stdout.write(f"{report.sent} sent, {report.failed} to try again, {report.given_up} given up")
