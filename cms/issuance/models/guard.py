"""What the endpoint counts to keep senders within limits; nothing in it names anybody."""

from django.db import models


class RateCount(models.Model):
    """How often something came within one stretch of time. `key` is a keyed hash of what is counted and of when."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    # Without an index: it is looked for once a day, and each application would pay for it.
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
