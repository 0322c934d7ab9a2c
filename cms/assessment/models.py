"""What only the desk keeps: ready messages, and who was reminded when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.issuance.models import Application


class Use(models.TextChoices):
    """What a ready message goes with."""

    ANY = "any", _("Any decision")
    AWARD = "award", _("Award")
    RETURN = "return", _("Return for completion")
    DECLINE = "decline", _("Decline")


def language_choices() -> list[tuple[str, str]]:
    """Return the languages of all projects."""
    return list(settings.LANGUAGES)


class CannedMessage(models.Model):
    """A ready message to applicants in one language. `{name}`, `{badge}` and `{reference}` are filled in."""

    title = models.CharField(
        _("title"), max_length=120, help_text=_("Assessors choose by it; applicants do not see it.")
    )
    language = models.CharField(_("language"), max_length=20, choices=language_choices)
    use = models.CharField(_("goes with"), max_length=10, choices=Use.choices, default=Use.ANY)
    text = models.TextField(
        _("text"), max_length=3000, help_text=_("{name}, {badge} and {reference} are filled in when it is used.")
    )

    class Meta:
        ordering = ["language", "use", "title"]
        verbose_name = _("ready message")
        verbose_name_plural = _("ready messages")
        constraints = [models.UniqueConstraint(fields=["language", "title"], name="assessment_message_title")]

    def __str__(self) -> str:
        return self.title

    def filled(self, application: Application) -> str:
        """Return the text for one applicant. Only the three names are replaced, so braces need no care."""
        values = {
            "name": application.name,
            "badge": application.achievement.name,
            "reference": application.reference,
        }
        text = self.text
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


class ReminderSent(models.Model):
    """That somebody was reminded on a day: one row, one mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="assessment_reminder_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
