"""Mails to applicants: written into the outbox with the change they report, sent after it is certain."""

import base64
import logging
import smtplib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cms.issuance.links import make_link
from cms.issuance.models import Application, MailMessage, Purpose

logger = logging.getLogger(__name__)

# Stands in a stored mail where the personal link goes; see MailMessage.
LINK_MARK = "[[personal-link]]"
# How long one sender may work on a mail before another takes it up.
LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True)
class Attachment:
    """A file to send along."""

    name: str
    media_type: str
    content: bytes


def queue_mail(
    application: Application,
    kind: str,
    context: dict[str, object] | None = None,
    purpose: Purpose | None = None,
    attachments: Sequence[Attachment] = (),
) -> MailMessage:
    """Write a mail of the kind into the outbox, and send it when the transaction is committed.

    The template `issuance/mail/<kind>.txt` gives the subject in its first line and the text after it.
    """
    with translation.override(application.language):
        text = render_to_string(
            f"issuance/mail/{kind}.txt",
            {
                "application": application,
                "badge": application.achievement.name,
                "link": LINK_MARK,
                "site": settings.PUBLIC_URL,
                "language": application.language,
                **(context or {}),
            },
        )
    subject, _, body = text.strip().partition("\n")
    message = MailMessage.objects.create(
        application=application,
        kind=kind,
        to=application.email,
        subject=" ".join(subject.split())[:255],
        body=body.strip() + "\n",
        attachments=[
            {"name": a.name, "type": a.media_type, "content": base64.b64encode(a.content).decode()} for a in attachments
        ],
        purpose=purpose or "",
        language=application.language,
    )
    _send_after_commit(message)
    return message


def queue_again(message: MailMessage) -> None:
    """Put a copy of a mail into the outbox; a link in it will be a fresh one."""
    copy = MailMessage.objects.create(
        application=message.application,
        kind=message.kind,
        to=message.to,
        subject=message.subject,
        body=message.body,
        attachments=message.attachments,
        purpose=message.purpose,
        language=message.language,
    )
    _send_after_commit(copy)


@dataclass
class DeliveryReport:
    """How many mails went out, and how many wait for another try."""

    sent: int = 0
    failed: int = 0


def deliver_mail(only: Collection[UUID] | None = None) -> DeliveryReport:
    """Send the mails that are due (or those of them in `only`), each once, whoever else is sending meanwhile.

    A failure is kept in the row and tried again after a pause that doubles; nothing is raised for it.
    """
    report = DeliveryReport()
    due = MailMessage.objects.filter(sent_at=None, next_try__lte=timezone.now())
    if only is not None:
        due = due.filter(pk__in=only)
    for pk in list(due.values_list("pk", flat=True)):
        now = timezone.now()
        claimed = MailMessage.objects.filter(pk=pk, sent_at=None, next_try__lte=now).update(next_try=now + LEASE)
        if not claimed:
            continue
        message = MailMessage.objects.select_related("application__achievement").get(pk=pk)
        if _deliver(message):
            report.sent += 1
        else:
            report.failed += 1
    return report


def _send_after_commit(message: MailMessage) -> None:
    transaction.on_commit(lambda: deliver_mail(only=[message.pk]), robust=True)


def _deliver(message: MailMessage) -> bool:
    """Send one claimed mail and write down what came of it."""
    message.attempts += 1
    try:
        _compose(message).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        logger.warning("mail %s (%s) not sent: %s", message.pk, message.kind, type(error).__name__)
        message.last_error = f"{type(error).__name__}: {error}"[:1000]
        message.next_try = timezone.now() + min(timedelta(minutes=2 ** min(message.attempts, 9)), LONGEST_PAUSE)
    else:
        message.sent_at = timezone.now()
        message.last_error = ""
    message.save(update_fields=["attempts", "last_error", "next_try", "sent_at"])
    return message.sent_at is not None


def _compose(message: MailMessage) -> EmailMessage:
    """Return the mail ready to send. A second try has the same Message-ID, so that readers show it once."""
    body = message.body
    if message.purpose and message.application is not None:
        body = body.replace(LINK_MARK, make_link(message.application, Purpose(message.purpose)))
    host = urlsplit(settings.ENDPOINT_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{message.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    mail = EmailMessage(message.subject, body, to=[message.to], headers=headers)
    for item in message.attachments:
        mail.attach(item["name"], base64.b64decode(item["content"]), item["type"])
    return mail
