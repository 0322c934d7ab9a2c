"""Training events, who takes part, and the codes by which a badge is claimed. No pages here: the endpoint runs alone.

People of the CMS are kept as a name and a number, not as a foreign key: the endpoint runs without accounts.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.projects import Project, find


class EventState(models.TextChoices):
    """Where an event stands. Codes work while it is planned or held."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class TrainingEvent(models.Model):
    """A day or some days of training.

    `project` is the key of the project that it belongs to, as do its badges, whose keys are in `badges`; they are
    awarded in the event's language. `attended_before` counts participants
    who were there and whose rows are deleted since, so that figures stay true.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.CharField(max_length=30, blank=True, default="", db_index=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    language = models.CharField(_("language"), max_length=20)
    badges = models.JSONField(_("badges"), default=list)
    organiser = models.CharField(_("organiser"), max_length=200)
    places = models.PositiveSmallIntegerField(_("number of places"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=EventState.choices, default=EventState.PLANNED)
    attended_before = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("training event")
        verbose_name_plural = _("training events")
        ordering = ["-starts", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def owner(self) -> Project:
        """The project that it belongs to."""
        return find(self.project)

    @property
    def short_key(self) -> str:
        """What addresses name the event by; no secret."""
        return self.key.hex[:8]


class Participant(models.Model):
    """Somebody on the list of an event. Where the data are erased, name and address are empty and the count stays."""

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text="Always in lower case, as in applications.")
    attended = models.BooleanField(_("was there"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], condition=~Q(email=""), name="events_participant_once")
        ]

    def __str__(self) -> str:
        return self.name


class CodeKind(models.TextChoices):
    """How a code comes to people."""

    CARD = "card", _("card")
    MAIL = "mail", _("mail")
    POSTER = "poster", _("poster")


class ClaimCode(models.Model):
    """A code that is worth the badges of one event, `most` times until the end of `expires`.

    Only its hash is kept. `nonce` is set for posters alone: with SECRET_KEY it gives the code again, so that a poster
    can be printed twice.
    """

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="codes")
    kind = models.CharField(max_length=10, choices=CodeKind.choices)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=32, blank=True)
    most = models.PositiveIntegerField(default=1)
    used = models.PositiveIntegerField(default=0)
    works_from = models.DateField()
    expires = models.DateField(help_text="The last day on which it works.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=255)
    made_by_id = models.BigIntegerField(null=True, blank=True)
    made_by_email = models.EmailField(blank=True, help_text="Nobody awards a badge to their own address.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ClaimState(models.TextChoices):
    """Where a claim stands."""

    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    CONFIRMED = "confirmed", _("badge is being made")
    AWARDED = "awarded", _("awarded")
    REFUSED = "refused", _("refused")


class Claim(models.Model):
    """A code that came with a name and an address. The code counts as used when the address is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="claims")
    code = models.ForeignKey(ClaimCode, on_delete=models.CASCADE, related_name="claims")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    language = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.UNCONFIRMED)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    proof = models.CharField(max_length=64, null=True, blank=True, unique=True)
    # For the awards of a batch: lines are numbers.
    number = models.PositiveIntegerField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(default=timezone.now, help_text="When the latest mail to confirm is due.")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="events_claim_once"),
            models.UniqueConstraint(fields=["event", "number"], condition=~Q(number=None), name="events_claim_number"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
