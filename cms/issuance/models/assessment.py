"""What assessors write down: opinions, notes, conflicts of interest, and the log of the desk.

All of it hangs on the application and goes with it, and none of it is shown to the applicant. People of the CMS are
kept as a name and a number, not as a foreign key: the endpoint runs without accounts.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.issuance.models.application import Application
from cms.issuance.states import Action


class Opinion(models.TextChoices):
    """What an assessor thinks should become of an application."""

    AWARD = "award", _("Award")
    DECLINE = "decline", _("Decline")
    RETURN = "return", _("Return for completion")
    UNSURE = "unsure", _("Asks another assessor")


class Assessment(models.Model):
    """One assessor's marks, message and opinion in one round; a draft until there is an opinion.

    `marks` is {key of a criterion: {outcome, comment}}. A round ends when the application is returned.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="assessments")
    round = models.PositiveSmallIntegerField()
    assessor = models.CharField(max_length=255)
    assessor_id = models.BigIntegerField()
    marks = models.JSONField(default=dict, blank=True)
    message = models.TextField(blank=True)
    opinion = models.CharField(max_length=10, choices=Opinion.choices, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "round", "assessor_id"], name="issuance_assessment_once"),
        ]
        ordering = ["round", "given_at", "id"]

    def __str__(self) -> str:
        return f"{self.assessor}: {self.opinion or 'draft'}"


class Note(models.Model):
    """A note among assessors."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField(auto_now_add=True)
    author = models.CharField(max_length=255)
    author_id = models.BigIntegerField(null=True, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.author}, {self.at:%Y-%m-%d}"


class Conflict(models.Model):
    """Somebody who must not assess this application, and why."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=255)
    person_id = models.BigIntegerField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "person_id"], name="issuance_conflict_once"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.person


class DeskEntry(models.Model):
    """One line of the desk's log: who did what, for whom, until when. `Event` is the log that an applicant may see."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="desk_entries")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=255)
    actor_id = models.BigIntegerField(null=True, blank=True)
    action = models.CharField(max_length=10, choices=Action.choices)
    person = models.CharField(max_length=255, blank=True)
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.actor}: {self.action}"
