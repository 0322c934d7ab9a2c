"""How often somebody may try: passwords, codes of the second factor, mails to reset a password.

Counted before anything is compared, in the rows that the issuance endpoint counts in, so it holds over all processes
and machines. Names that are no account are counted like those that are: nothing tells which exist.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.issuance.limits import DAY, HOUR, Counting, Limit, internet_address
from cms.issuance.rows import find

QUARTER = 900
# One account, from wherever: far more than anybody mistypes, far fewer than guessing needs (NIST SP 800-63B, 5.2.2).
TRIES_OF_AN_ACCOUNT = 100
CODES, CODES_A_DAY = 5, 30
RESETS_FROM_ADDRESS, RESETS_OF_A_MAILBOX = 10, 3


def count_login(request: HttpRequest | None, name: str) -> None:
    """Count a password that is about to be compared.

    Raises:
        TooManyError: too many from this place for this account, from this place, or for this account.
    """
    address = internet_address(request) if request else ""
    name = name.casefold()
    _count(
        Limit("login here", f"{address}|{name}", settings.LOGIN_TRIES, QUARTER),
        Limit("login address", address, settings.LOGIN_TRIES_FROM_ADDRESS, QUARTER),
        Limit("login account", name, max(TRIES_OF_AN_ACCOUNT, settings.LOGIN_TRIES), HOUR),
    )


def count_code(user: Any) -> None:
    """Count a code of the second factor, or a password typed to confirm, that is about to be compared.

    Raises:
        TooManyError: too many by this account.
    """
    _count(Limit("code", str(user.pk), CODES, QUARTER), Limit("codes", str(user.pk), CODES_A_DAY, DAY))


def count_reset(request: HttpRequest, email: str) -> None:
    """Count a mail to reset a password that is about to be sent.

    Raises:
        TooManyError: too many from this place, or to this mailbox.
    """
    _count(
        Limit("reset address", internet_address(request), RESETS_FROM_ADDRESS, HOUR),
        Limit("reset mailbox", email.casefold(), RESETS_OF_A_MAILBOX, HOUR),
    )


def too_many(until: datetime) -> str:
    """Return what somebody is told who has tried too often."""
    clock = date_format(timezone.localtime(until), "TIME_FORMAT")
    return _("Too many tries. Wait until %(time)s, then try again.") % {"time": clock}


def _count(*limits: Limit) -> None:
    if settings.LOGIN_TRIES:
        counting = Counting(limits)
        counting.is_within(find(counting.statement))
