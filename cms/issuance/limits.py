"""Counting senders: how often an address of the internet or a mailbox may come. Holds over processes and machines.

The counts are rows of the database, raised in one statement. Their keys are keyed hashes, and the rows are deleted
after their time, so nothing in them tells who has sent anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from cms.issuance.keyed import keyed_hash
from cms.issuance.models import RateCount
from cms.issuance.rows import Rows, Statement, table

HOUR, DAY = 3600, 86_400
REFUSED = "refused:"


class TooManyError(Exception):
    """The sender is over a limit until `until`."""

    def __init__(self, until: datetime) -> None:
        """Keep when the next one is taken."""
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Limit:
    """At most `most` of one thing (a kind, and which of it) within `seconds`.

    Where it `is_secret`, an answer that differs would tell a stranger about somebody else.
    """

    kind: str
    value: str
    most: int
    seconds: int
    is_secret: bool = False

    def window(self, now: datetime) -> int:
        """Return the number of the stretch of time that counts now."""
        return int(now.timestamp()) // self.seconds

    def key(self, now: datetime) -> int:
        """Return the key of the row that counts now: 60 bits of a keyed hash, which a database keeps as a number."""
        text = f"{self.kind}|{self.window(now)}|{self.value}"
        return int(keyed_hash("cms.issuance.limits", text)[:15], 16)

    def ends(self, now: datetime) -> datetime:
        """Return when this stretch of time ends."""
        return datetime.fromtimestamp((self.window(now) + 1) * self.seconds, UTC)


def sender_limits(address: str, *, proved: bool) -> list[Limit]:
    """Return the limits for an address of the internet; stricter where the browser has done no work for it."""
    limits = [Limit("address", address, settings.HOURLY_LIMIT, HOUR)]
    if not proved:
        limits.append(Limit("address without proof", address, settings.HOURLY_LIMIT_WITHOUT_PROOF, HOUR))
    return limits


def mailbox_limit(email: str, what: str = "applications") -> Limit:
    """Return the limit for what is asked for in the name of one mailbox."""
    return Limit(f"mailbox {what}", email, settings.MAILBOX_LIMIT, DAY, is_secret=True)


class Counting:
    """So many times more for each limit: the statement that counts, and what its answer means.

    To be asked in the transaction of what is counted.
    """

    def __init__(self, limits: Sequence[Limit], times: int = 1) -> None:
        """Take the time that counts."""
        self.now = timezone.now()
        self.times = times
        self.by_key = {limit.key(self.now): limit for limit in limits}

    @property
    def statement(self) -> Statement:
        """Adds to each row, made where it is missing; its answer is the counts by key.

        The rows are taken in the order of their keys, so that two transactions never wait for each other.
        """
        adapt = connection.ops.adapt_datetimefield_value
        keys = sorted(self.by_key)
        return Statement(
            f"INSERT INTO {table(RateCount)} (key, count, expires) VALUES {', '.join(['(%s, %s, %s)'] * len(keys))} "  # noqa: S608
            f"ON CONFLICT (key) DO UPDATE SET count = {table(RateCount)}.count + excluded.count RETURNING key, count",
            [value for key in keys for value in (key, self.times, adapt(self.by_key[key].ends(self.now)))],
        )

    def is_within(self, counts: Rows) -> bool:
        """Tell whether all limits are kept.

        Raises:
            TooManyError: one is over of which the sender may know.
        """
        by_key: dict[int, int] = dict(counts)
        over = {key: limit for key, limit in self.by_key.items() if by_key[key] > limit.most}
        told = {key: limit.ends(self.now) for key, limit in over.items() if not limit.is_secret}
        if told:
            self._remember(told)
            raise TooManyError(max(told.values()))
        return not over

    def check_refused(self) -> None:
        """Refuse again whom any machine has refused, before a flood of theirs waits for one row of the database.

        Only where there is a Redis to remember it. What counts is the database: this says no, and never yes.

        Raises:
            TooManyError: the sender is over a limit.
        """
        if settings.REDIS_URL:
            told = [f"{REFUSED}{key}" for key, limit in self.by_key.items() if not limit.is_secret]
            if found := cache.get_many(told):
                raise TooManyError(max(found.values()))

    def _remember(self, told: Mapping[int, datetime]) -> None:
        if settings.REDIS_URL:
            for key, until in told.items():
                cache.set(f"{REFUSED}{key}", until, max(1, int((until - self.now).total_seconds())))


def internet_address(request: HttpRequest) -> str:
    """Return who is at the other end: of IPv6 the network, since a household has 2^64 addresses in one.

    Behind a proxy it is the last address of X-Forwarded-For, which our own proxy has written; what stands before it
    comes from the sender and may be made up.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        text = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or text
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> 64)
    return str(address)
