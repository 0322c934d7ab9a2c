"""manage.py award_sets: what the rule for set badges has missed."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.issuance.awards.sets import award_all_sets


class Command(BaseCommand):
    """Award set badges that are due and missing. They are awarded with the badge that completes them; this mends."""

    help = "Awards set badges that are due and missing, for example of a set that is new. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Award and say how many."""
        self.stdout.write(f"{award_all_sets()} awarded")
