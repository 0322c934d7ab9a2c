"""manage.py check_ready: what /readyz asks, with the faults in words."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.operation.health.ready import ask_now


class Command(BaseCommand):
    """Print a line for each thing that the product needs; fail where one is not there, not for a mere notice."""

    help = "Check database, migrations, mail queue, folders, disk and signing key; exit with 1 where one fails."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask and print."""
        answers = ask_now()
        for answer in answers:
            self.stdout.write(f"{answer.name:<12} {answer.fault or answer.notice or 'ok'}")
        faults = [answer.name for answer in answers if answer.fault]
        if faults:
            raise CommandError(f"not ready: {', '.join(faults)}")
