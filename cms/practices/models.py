"""Practices that people outside suggest, until an editor has decided. No pages here: the endpoint runs alone."""

import hashlib
import json
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.practices.vocabulary import COUNTRY_CHOICES, SECTORS


class State(models.TextChoices):
    """Where a suggestion stands."""

    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    WAITING = "waiting", _("waits for an editor")
    DRAFTED = "drafted", _("made a draft")
    DECLINED = "declined", _("declined")


OPEN = (State.UNCONFIRMED, State.WAITING)


class Suggestion(models.Model):
    """What came in by the form. Plain text only; `parts` are the texts by the names of `vocabulary.PARTS`, and lessons.

    `page_id` is the number of the draft that was made of it. Deleted as a whole by `retention`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    language = models.CharField(_("language"), max_length=20)
    title = models.CharField(_("name of the practice"), max_length=150)
    summary = models.TextField(_("summary"))
    country = models.CharField(_("country"), max_length=2, choices=COUNTRY_CHOICES)
    sector = models.CharField(_("sector"), max_length=20, choices=SECTORS)
    themes = models.JSONField(_("themes"), default=list)
    parts = models.JSONField(_("parts"), default=dict)
    evidence = models.URLField(_("evidence"), max_length=2000, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"))
    digest = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    proof = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(auto_now_add=True, help_text="When the latest mail to confirm is due.")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    message = models.TextField(_("message"), blank=True)
    page_id = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("suggested practice")
        verbose_name_plural = _("suggested practices")
        ordering = ["confirmed_at"]
        permissions = [("handle_suggestion", _("Can handle suggested practices"))]
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=models.Q(state__in=OPEN), name="practices_open_once")
        ]

    def __str__(self) -> str:
        """Return the name of the practice."""
        return self.title

    def content_digest(self) -> str:
        """Return the SHA-256 over all that was typed: the same form gives the same one, a correction another."""
        typed = [
            *(self.language, self.title, self.summary, self.country, self.sector, self.themes, self.parts),
            *(self.evidence, self.organisation, self.website, self.email),
        ]
        return hashlib.sha256(json.dumps(typed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
