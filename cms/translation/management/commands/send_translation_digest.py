"""manage.py send_translation_digest: tell translators what has changed, at most once a day each."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.translation.digest import send_digests


class Command(BaseCommand):
    """Send the mails that are due."""

    help = "Mail translators which pages of the source have changed; at most one mail a day each."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and report."""
        self.stdout.write(f"{send_digests()} sent")
