"""Applications: who asks for which badge, with what answers, and what became of it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.issuance.models.achievement import Achievement
from cms.issuance.models.batch import Batch
from cms.issuance.states import REPEATABLE, State


class Route(models.TextChoices):
    """How the applicant came by the skill."""

    PRIOR = "prior", _("I have this skill from work or life")
    MODULE = "module", _("I have studied the module")


class Origin(models.TextChoices):
    """How an award came about that nobody applied for; kept in `Application.route`."""

    DIRECT = "direct", _("Issued without an application")
    SET = "set", _("Awarded for a set of badges")


class Outcome(models.TextChoices):
    """An assessor's mark for one criterion."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")


class Application(models.Model):
    """One person's file for one badge, applied for or not.

    Its achievement, and with it the criteria, stays the version at the time of sending.

    People of the CMS are kept as a name and a number, not as a foreign key: the endpoint runs without accounts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Without an index: there are few badges, and each application would pay for it.
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="applications", db_index=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(help_text="Always in lower case: the badge carries the hash of exactly this text.")
    route = models.CharField(max_length=10, choices=[*Route.choices, *Origin.choices])
    state = models.CharField(max_length=20, choices=State.choices, default=State.UNCONFIRMED)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the form as sent; the same form is kept once.")
    # Null where there is none: then other applications without one are not in the way.
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    proof = models.CharField(  # noqa: DJ001
        max_length=64, null=True, blank=True, help_text="The proof of work that was spent on it."
    )
    own_work = models.BooleanField()
    privacy = models.BooleanField()
    public_narrative = models.BooleanField(default=False)
    sent = models.JSONField(
        null=True,
        blank=True,
        help_text="What was typed, until the address is confirmed (`cms.issuance.applications.sent`).",
    )
    assessor = models.CharField(max_length=255, blank=True, help_text="Who is in charge, or has decided.")
    assessor_id = models.BigIntegerField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1, help_text="Raised by each return for completion.")
    message = models.TextField(blank=True, help_text="The assessor's message with the latest decision.")
    narrative = models.TextField(blank=True, help_text="What the badge tells of a training day; no answer of a form.")
    # Its lines are an index already.
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="applications", db_index=False
    )
    batch_line = models.PositiveIntegerField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=~models.Q(state__in=REPEATABLE), name="issuance_application_once"
            ),
            # As constraints: where a field is unique by itself, PostgreSQL gets an index for LIKE as well.
            models.UniqueConstraint(fields=["idempotency_key"], name="issuance_application_key"),
            models.UniqueConstraint(fields=["proof"], name="issuance_application_proof"),
            models.UniqueConstraint(
                fields=["batch", "batch_line"], condition=~models.Q(batch=None), name="issuance_application_line"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "confirmed_at"], name="issuance_queue"),
            models.Index(fields=["email", "created"], name="issuance_mailbox"),
        ]
        ordering = ["confirmed_at", "created"]
        permissions = [
            ("assess_application", _("Can assess badge applications")),
            ("lead_application", _("Can assign applications, settle disagreements, award in bulk")),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """A short code that people can read out; not a secret and not a key."""
        code = self.id.hex[:8].upper()
        return f"{code[:4]}-{code[4:]}"

    @property
    def language(self) -> str:
        """The language of the form, of all mails and of the badge."""
        return self.achievement.language


class CriterionAnswer(models.Model):
    """The applicant's situation for one criterion, and the assessor's mark beside it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    criterion_key = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()
    situation = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion_key"], name="issuance_answer_criterion"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.criterion_key


class EvidenceFile(models.Model):
    """A file that the applicant sent as evidence. It lies in the storage `evidence` under a random name.

    `title` is what the applicant called it, `media_type` what it is by its content, `size` in bytes.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    criterion_key = models.CharField(max_length=100, blank=True, help_text="Empty: for the whole.")
    stored_as = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class EvidenceLink(models.Model):
    """An address that the applicant gave as evidence."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    criterion_key = models.CharField(max_length=100, blank=True, help_text="Empty: for the whole.")
    url = models.URLField(max_length=2000)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.url


class Event(models.Model):
    """One line of the log of an application: who moved it from where to where, and what they wrote."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=255)
    actor_id = models.BigIntegerField(null=True, blank=True)
    from_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=State.choices)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.from_state or '-'} > {self.to_state}"
