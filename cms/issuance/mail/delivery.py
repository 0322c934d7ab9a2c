"""The outbox -> the mail server: each mail once, whoever else is sending meanwhile."""

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.mail import BadHeaderError, get_connection
from django.db.models import Case, When
from django.utils import timezone

from cms.issuance.mail.compose import compose
from cms.issuance.models import MailMessage
from cms.issuance.tries import GIVE_UP, LEASE, pause

logger = logging.getLogger(__name__)

# Mails for which somebody sits and waits.
AWAITED = ("confirm", "links")
# Errors that say nothing about the server and the next mail.
ABOUT_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


# What the server took, until the database knows. A worker lives on while the database is away.
_sent: dict[UUID, MailMessage] = {}


@dataclass
class DeliveryReport:
    """How many mails went out, how many wait for another try, how many are given up."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


class _ServerAwayError(Exception):
    """The server does not take any mail now; what is left waits."""


def deliver_mail() -> DeliveryReport:
    """Send the mails that are due. A failure is kept in the row; nothing is raised for it.

    A refusal for ever (5xx for this recipient or this mail) ends the tries; anything else is tried again after a
    pause that doubles. When the server itself is away, the rest of the queue is left alone until the next call.
    """
    report = DeliveryReport()
    _write_down_sent()
    with _connection() as connection:
        try:
            while pk := _next():
                _deliver_one(pk, connection, report)
        except _ServerAwayError:
            pass
    return report


def _next() -> UUID | None:
    """Return the mail to send next, or None. Whatever became of one, it is sent, gone or put off.

    Asked anew for each: badges take a second for their certificate, and who waits for a link before the screen is not
    to wait for a hundred of them. All others keep their order, so that nobody reads of a revocation before the award.
    """
    waiting = MailMessage.objects.filter(sent_at=None, failed_at=None, next_try__lte=timezone.now())
    in_order = waiting.order_by(Case(When(kind__in=AWAITED, then=0), default=1), "next_try")
    return in_order.values_list("pk", flat=True).first()


def _deliver_one(pk: UUID, connection: Any, report: DeliveryReport) -> None:
    """Claim a mail, send it, and write down what came of it.

    Raises:
        _ServerAwayError: after writing it down.
    """
    now = timezone.now()
    free = MailMessage.objects.filter(pk=pk, sent_at=None, failed_at=None, next_try__lte=now)
    if not free.update(next_try=now + LEASE):
        return
    message = MailMessage.objects.select_related("application__achievement").get(pk=pk)
    message.attempts += 1
    try:
        composed = compose(message)
        if composed is None:
            message.delete()
            return
        message.subject, message.body = composed.subject, composed.body
        connection.send_messages([composed.mail])
    except Exception as error:  # one mail that cannot be put together must not hold up the others
        connection.close()
        _note_failure(message, error, report)
        if isinstance(error, (OSError, smtplib.SMTPException)) and not isinstance(error, ABOUT_ONE_MAIL):
            raise _ServerAwayError from error
    else:
        report.sent += 1
        message.sent_at, message.last_error = timezone.now(), ""
        _sent[message.pk] = message
        message.save()
        del _sent[message.pk]


def _write_down_sent() -> None:
    """Write down the mails that went out while the database was away, so that they are not sent again."""
    for pk, message in list(_sent.items()):
        facts = {name: getattr(message, name) for name in ("sent_at", "last_error", "attempts", "subject", "body")}
        MailMessage.objects.filter(pk=pk).update(**facts)
        del _sent[pk]


def _note_failure(message: MailMessage, error: Exception, report: DeliveryReport) -> None:
    # The text of the error may name the recipient; the log does not.
    logger.warning("mail %s (%s) not sent: %s", message.pk, message.kind, type(error).__name__)
    message.last_error = f"{type(error).__name__}: {error}"[:1000]
    if _is_final(error) or message.due < timezone.now() - GIVE_UP:
        message.failed_at = timezone.now()
        report.given_up += 1
    else:
        message.next_try = timezone.now() + pause(message.attempts)
        report.failed += 1
    message.save()


def _is_final(error: Exception) -> bool:
    """Tell whether the mail can never be sent: the recipient or the content is refused (RFC 5321, 4.2.1: 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, BadHeaderError)


@contextmanager
def _connection() -> Iterator[Any]:
    """Yield one connection for all mails of a call; it opens itself with the first."""
    connection = get_connection()
    try:
        yield _KeptOpen(connection)
    finally:
        connection.close()


class _KeptOpen:
    """A mail connection that stays open from one mail to the next, as Django's closes after each call."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def send_messages(self, mails: list[Any]) -> None:
        self.connection.open()
        self.connection.send_messages(mails)

    def close(self) -> None:
        self.connection.close()
