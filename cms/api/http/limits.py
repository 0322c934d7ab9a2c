"""How many requests an address may send: all together, and to log in. Holds over processes and machines.

The counts are those of the issuance endpoint: rows under keyed hashes that tell of nobody. Where many requests are
allowed a process adds them up and writes them down now and then, so that reading costs no write: each process may let
through a sixtieth of the limit more.
"""

import threading

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.throttling import BaseThrottle

from cms.issuance.limits import Counting, Limit, TooManyError, internet_address
from cms.issuance.rows import find

MINUTE = 60
# At so many moments of a minute's limit the counts of a process are written down.
STEPS = 60
# Addresses that a process counts in a minute at most; of more it writes each request down.
MOST_COUNTED = 10_000


class PerMinute(BaseThrottle):
    """At most so many requests a minute from one address, counted in each minute of the clock."""

    def __init__(self, name: str, setting: str) -> None:
        """Count under a name; the setting holds how many there may be, 0 for any number."""
        self.name = name
        self.setting = setting
        self.lock = threading.Lock()
        self.minute = 0
        self.counted: dict[str, int] = {}
        self.refused: set[str] = set()

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request and tell whether it is one too many."""
        most = getattr(settings, self.setting)
        if not most:
            return True
        address = internet_address(request)
        times = self._times(address, max(1, most // STEPS))
        if times is None:
            return False
        if times:
            try:
                counting = Counting([Limit(f"api {self.name}", address, most, MINUTE)], times)
                counting.is_within(find(counting.statement))
            except TooManyError:
                with self.lock:
                    self.refused.add(address)
                return False
        return True

    def _times(self, address: str, step: int) -> int | None:
        """Return how many requests are to be written down now: none as long as they are few; None for one refused."""
        minute = _minute()
        with self.lock:
            if minute != self.minute:
                self.minute = minute
                self.counted.clear()
                self.refused.clear()
            if address in self.refused:
                return None
            if len(self.counted) >= MOST_COUNTED:
                return 1
            self.counted[address] = self.counted.get(address, 0) + 1
            if self.counted[address] < step:
                return 0
            return self.counted.pop(address)

    def wait(self) -> float:
        """Return after how many seconds the next minute begins."""
        return float(MINUTE - int(timezone.now().timestamp()) % MINUTE)


def _minute() -> int:
    return int(timezone.now().timestamp()) // MINUTE
