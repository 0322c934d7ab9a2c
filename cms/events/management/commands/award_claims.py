"""manage.py award_claims."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.events.awarding import award_claims


class Command(BaseCommand):
    """Make the badges of claims whose address is confirmed."""

    help = "Sign and mail the badges of claims whose address is confirmed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how many."""
        self.stdout.write(f"{award_claims()} claims awarded")
