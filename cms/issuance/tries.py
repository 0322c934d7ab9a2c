"""How often something is tried to be sent: the same for mails and for programs of others."""

from datetime import timedelta

# How long one sender may work on something before another takes it up. Longer than a server that stalls at every step
# of the conversation can take.
LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
# What could not be sent for so long is given up.
GIVE_UP = timedelta(days=5)


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time."""
    return min(timedelta(minutes=2 ** min(attempts, 9)), LONGEST_PAUSE)
