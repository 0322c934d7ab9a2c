"""Mails to applicants: written into the outbox with the change they report, sent by the worker after it is certain."""

from cms.issuance.mail.delivery import DeliveryReport, deliver_mail
from cms.issuance.mail.outbox import (
    confirmation_of,
    confirmations_to,
    queue_again,
    queue_erased,
    queue_links,
    queue_mail,
)

__all__ = [
    "DeliveryReport",
    "confirmation_of",
    "confirmations_to",
    "deliver_mail",
    "queue_again",
    "queue_erased",
    "queue_links",
    "queue_mail",
]
