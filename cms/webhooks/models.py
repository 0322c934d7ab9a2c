"""Who wants to be told of what, and the outbox of what is to be told."""

import base64
import secrets
import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.webhooks.addresses import AddressError, check_address

# The form in which Standard Webhooks writes secrets; 24 bytes at least.
SECRET_PREFIX = "whsec_"  # noqa: S105 no secret itself
SECRET_BYTES = 32


class Event(models.TextChoices):
    """What may be told."""

    PUBLISHED = "page.published", _("a page is published, for the first time or anew")
    UNPUBLISHED = "page.unpublished", _("a page is taken back or deleted")
    TRANSLATED = "page.translated", _("a translation is published for the first time")
    AWARDED = "badge.awarded", _("a badge is awarded")
    TEST = "test", _("a test")


def make_secret() -> str:
    """Return a fresh secret."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def check_url(url: str) -> None:
    """Refuse an address that nothing may be sent to.

    Raises:
        ValidationError: in words.
    """
    try:
        check_address(url)
    except AddressError as error:
        raise ValidationError(str(error)) from error


class Webhook(models.Model):
    """An address that is told of some events. What is sent there is signed with the secret."""

    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=500, validators=[check_url])
    events = models.JSONField(_("events"), default=list)
    secret = models.CharField(_("secret"), max_length=100, default=make_secret, editable=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Without it nothing is sent, and what happens meanwhile is not kept.")
    )
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """Something to tell one address, written in the transaction of the change that it tells of.

    `id` is the same in each try, so that the receiver can tell a repetition. `body` is what is sent and signed, byte
    for byte. `next_try` is both the lease of a sender at work and the pause after a failure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=20, choices=Event.choices)
    body = models.TextField()
    created = models.DateTimeField(_("happened at"), default=timezone.now)
    next_try = models.DateTimeField(_("next try"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="No further try: refused, or tried too long.")
    status = models.PositiveIntegerField(_("answer"), null=True, blank=True, help_text="The last status of HTTP.")
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_try"], condition=models.Q(delivered_at=None, failed_at=None), name="webhooks_due"
            )
        ]
        ordering = ["-created", "pk"]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"

    @property
    def state_moment(self) -> datetime | None:
        """Since when it is in its state, or when it will be tried again."""
        return self.delivered_at or self.failed_at or (self.next_try if self.attempts else None)

    @property
    def state(self) -> str:
        """How far it is, in a word or two for people."""
        if self.delivered_at:
            return str(_("delivered"))
        if self.failed_at:
            return str(_("given up"))
        return str(_("to be tried again") if self.attempts else _("waiting"))
