"""The outbox, and the one-purpose links that mails carry."""

import uuid

from django.db import models
from django.utils import timezone

from cms.issuance.models.application import Application


class Purpose(models.TextChoices):
    """What a mailed link opens; also the part of its address."""

    CONFIRM = "confirm"
    MEND = "mend"


class LinkToken(models.Model):
    """A mailed link. Only its hash is kept, so reading the database opens nobody's application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class MailMessage(models.Model):
    """A mail to send, written in the transaction of the change that it reports.

    `attachments` is a list of {name, type, content}, content in base64. `purpose` says which link the mail
    carries; the link itself is made at sending and never stored. `next_try` is both the lease of a sender at
    work and the pause after a failure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    kind = models.CharField(max_length=20)
    to = models.EmailField()
    subject = models.CharField(max_length=255)
    body = models.TextField()
    attachments = models.JSONField(default=list, blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, blank=True)
    language = models.CharField(max_length=20)
    created = models.DateTimeField(auto_now_add=True)
    next_try = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try"], condition=models.Q(sent_at=None), name="issuance_mail_due"),
            models.Index(fields=["to", "created"], name="issuance_mail_to"),
        ]
        ordering = ["created"]

    def __str__(self) -> str:
        return self.subject
