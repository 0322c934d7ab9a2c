"""manage.py check_upgrade: can the version before go on working while this one brings the tables up to date?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.operation.beside import waiting

# Not 1, which is any fault.
MUST_STOP = 3


class Command(BaseCommand):
    """Print the migrations that wait; exit with 3 where the version before has to be stopped for them."""

    help = "Say which migrations wait, and whether the version before can go on beside them (0) or must be stopped (3)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look and print."""
        migrations, obstacles = waiting()
        for migration in migrations:
            self.stdout.write(f"waits: {migration}")
        if obstacles:
            words = "The version before cannot work beside these migrations. Stop it, migrate, start this one:"
            raise CommandError("\n- ".join([words, *obstacles]), returncode=MUST_STOP)
        self.stdout.write("The version before can go on working meanwhile.")
