"""The log of closing a project: which step was taken when, by whom, and what came of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One step that was taken; `step` is its name in `cms.closing.steps`, or "dates" or "reopen".

    `who` is an account's name as text: the log outlives accounts. `said` is in the language of whoever took it.
    """

    step = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=255)
    said = models.TextField()

    class Meta:
        default_permissions = ()
        permissions = [("close_entry", _("Can close the project"))]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.step}"


def last_entry(step: str) -> Entry | None:
    """Return when a step was taken last; what was before a reopening does not count."""
    entry = Entry.objects.filter(step__in=[step, "reopen"]).first()
    return entry if entry and entry.step == step else None
