"""manage.py make_groups: the groups of editors, translators and assessors."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.assessment.roles import make_assessor_groups
from cms.translation.roles import make_groups


class Command(BaseCommand):
    """Make the groups, or bring their rights up to date; nobody is removed from them."""

    help = "Make the groups: source editors, translators of each language, assessors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and list them."""
        for group in [*make_groups(), *make_assessor_groups()]:
            self.stdout.write(group.name)
