"""What the endpoint counts to keep senders within limits; nothing in it names anybody."""

from typing import Any

from django.db import models


class NumberKey(models.BigIntegerField):  # type: ignore[type-arg]  # Django has it so only with its stubs
    """A number that is the row's own place in SQLite, as only a column of the type INTEGER is: one tree and not two."""

    def db_type(self, connection: Any) -> str | None:
        """Return the type of the column; SQLite's INTEGER has 64 bits."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class RateCount(models.Model):
    """How often something came within one stretch of time.

    `key` is made from a keyed hash of what is counted and of when.
    """

    key = NumberKey(primary_key=True)
    count = models.PositiveIntegerField()
    # Without an index: it is looked for once a day, and each application would pay for it.
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)
