"""The outbox: a mail is a row, written in the transaction of the change that it reports."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.utils import timezone

from cms.issuance.mail.values import facts_of, words_of
from cms.issuance.models import Achievement, Application, MailMessage, Purpose
from cms.issuance.rows import Draft, Rows, Statement, as_time, draft, find, insert, table
from cms.issuance.states import State

# So that nobody can use the form to flood somebody else's mailbox: a mailbox that has not confirmed anything gets one
# mail within the interval, and so many a day. What is asked for in between goes out later.
CONFIRMATION_INTERVAL = timedelta(minutes=10)
CONFIRMATIONS_A_DAY = 5


def queue_mail(
    application: Application,
    kind: str,
    values: Mapping[str, object] | None = None,
    purpose: Purpose | None = None,
    attach_badge: bool = False,
) -> MailMessage | None:
    """Write a mail of the kind into the outbox; None where the application has no address any more.

    `values` are for placeholders beyond the name, the badge and the reference; `purpose` says what {link} opens.
    `attach_badge` sends the files of the award along.
    """
    if not application.email:
        return None
    more = {name: str(value) for name, value in (values or {}).items()}
    if "message" in more:
        more["words"] = words_of(more["message"], application.language)
    return MailMessage.objects.create(
        application=application,
        kind=kind,
        to=application.email,
        language=application.language,
        values=facts_of(application) | more,
        purpose=purpose or "",
        attach_badge=attach_badge,
    )


def confirmation_of(application_id: UUID, email: str, achievement: Achievement, asked: Rows) -> Draft:
    """Return the mail that asks to confirm an application, still to be written; due when the mailbox may get one.

    `asked` is the answer to `confirmations_to`.
    """
    due = free_for_confirmation(asked)
    return draft(
        MailMessage,
        application_id=application_id,
        kind="confirm",
        to=email,
        language=achievement.language,
        values={"badge": achievement.name},
        purpose=Purpose.CONFIRM,
        due=due,
        next_try=due,
    )


def queue_again(message: MailMessage) -> None:
    """Put a copy of a mail into the outbox; the links in it will be fresh ones."""
    if message.application is None:
        return
    if message.purpose == Purpose.CONFIRM:
        application = message.application
        asked = find(confirmations_to(application.email))
        insert(confirmation_of(application.pk, application.email, application.achievement, asked))
        return
    MailMessage.objects.create(
        application=message.application,
        kind=message.kind,
        to=message.to,
        language=message.language,
        values=message.values,
        purpose=message.purpose,
        attach_badge=message.attach_badge,
    )


def queue_links(email: str, language: str) -> None:
    """Ask for a mail with links to all applications of an address.

    Whether there are any is found out at sending, so that asking takes the same time for every address.
    """
    MailMessage.objects.create(kind="links", to=email, language=language)


def queue_erased(application: Application, what: str) -> None:
    """Write the last mail to somebody whose data are being erased; it hangs on no application."""
    MailMessage.objects.create(
        kind="erased",
        to=application.email,
        language=application.language,
        values={
            "badge": application.achievement.name,
            "reference": application.reference,
            "message": what,
        },
    )


def confirmations_to(email: str) -> Statement:
    """Ask for the newest times at which a mailbox is asked for what nobody has confirmed."""
    return Statement(_asked_statement(), [email])


def free_for_confirmation(asked: Rows) -> datetime:
    """Return when the mailbox may get the next mail of this kind; `asked` are the newest times of the last ones."""
    times = [as_time(due) for (due,) in asked]
    free = timezone.now()
    if times:
        free = max(free, times[0] + CONFIRMATION_INTERVAL)
    if len(times) == CONFIRMATIONS_A_DAY:
        free = max(free, times[-1] + timedelta(days=1))
    return free


@lru_cache(maxsize=1)
def _asked_statement() -> str:
    mails, applications = table(MailMessage), table(Application)
    return (
        f"SELECT {mails}.due FROM {mails} JOIN {applications} ON {applications}.id = {mails}.application_id "  # noqa: S608
        f"WHERE {mails}.\"to\" = %s AND {mails}.purpose = '{Purpose.CONFIRM.value}' "
        f"AND {applications}.state = '{State.UNCONFIRMED.value}' "
        f"ORDER BY {mails}.due DESC LIMIT {CONFIRMATIONS_A_DAY}"
    )
