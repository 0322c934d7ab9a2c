"""Remind assessors of what is due."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.assessment.reminders import send_reminders


class Command(BaseCommand):
    """Queue today's reminders. To be called once a day or more often: nobody gets two a day."""

    help = "Remind assessors by mail of applications that are due, late or new; at most one mail a day each."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue the mails and say how many."""
        self.stdout.write(f"{send_reminders()} reminded")
