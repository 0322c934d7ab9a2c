"""The outbox, the editors' texts for mails, and the one-purpose links that mails carry."""

import uuid

from django.db import models
from django.utils import timezone

from cms.issuance.models.application import Application


class Purpose(models.TextChoices):
    """What a mailed link opens; also the part of its address."""

    CONFIRM = "confirm"
    MEND = "mend"
    STATUS = "status"


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

    `kind` names the text, `values` what goes into its placeholders, as it was then. The text itself is put together
    at sending; `subject` and `body` keep it as it went out, without the personal links, which are never stored.
    `due` is when it was to go out; `next_try` is both the lease of a sender at work and the pause after a failure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    kind = models.CharField(max_length=20)
    to = models.EmailField()
    language = models.CharField(max_length=20)
    values = models.JSONField(default=dict, blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, blank=True)
    attach_badge = models.BooleanField(default=False)
    subject = models.CharField(max_length=255, blank=True)
    body = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    due = models.DateTimeField(default=timezone.now)
    next_try = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="No further try: refused, or tried too long.")
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try"], condition=models.Q(sent_at=None, failed_at=None), name="issuance_mail_due"
            ),
            models.Index(fields=["to", "due"], name="issuance_mail_to"),
        ]
        ordering = ["created"]

    def __str__(self) -> str:
        return self.subject or self.kind


class MailText(models.Model):
    """An editor's own text for one kind of mail in one language, in place of the standard one."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    subject = models.CharField(max_length=255)
    body = models.TextField()
    changed = models.DateTimeField(auto_now=True)
    changed_by = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="issuance_mail_text"),
        ]
        ordering = ["kind", "language"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
