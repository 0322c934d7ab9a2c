"""What the desk knows beside the stored translations: what is live while an edit waits, and edits by hand."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, Locale, Page, TaskState
from wagtail_localize.models import String, TranslationContext


class LiveText(models.Model):
    """The translation that readers see, while a newer one of the same text waits for approval.

    wagtail-localize stores one translation a text. The first edit after a publication keeps the one before it here;
    the next publication removes it. `data` is "" where readers see no translation of the text yet.
    """

    string = models.ForeignKey(String, models.CASCADE, related_name="+")
    context = models.ForeignKey(TranslationContext, models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    data = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["string", "context", "locale"], name="one_live_text")]

    def __str__(self) -> str:
        """Return the translation."""
        return self.data


class Conflict(models.Model):
    """A text of a translated page that somebody changed by hand, beside the desk. A person decides which one stands."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    text = models.TextField(help_text=_("The source text, as stored."))
    by_hand = models.TextField()
    stored = models.TextField(blank=True)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "path", "text"], name="one_conflict_a_text")]

    def __str__(self) -> str:
        """Return the text that was written by hand."""
        return self.by_hand


class DigestSent(models.Model):
    """When a person was last told by mail what has changed in the source."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the person and the time."""
        return f"{self.user_id}: {self.sent_at}"


class PendingImport(models.Model):
    """Translations that somebody has handed in as files and not applied yet. One a language: the row is the lock.

    `user` is None and `content` empty while a command imports on the server.
    """

    locale = models.OneToOneField(Locale, models.CASCADE, primary_key=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name


class TranslationReviewTask(GroupApprovalTask):
    """Approval by a reviewer of the language, who is not the person who translated where there is another one."""

    class Meta:
        verbose_name = _("review of a translation")
        verbose_name_plural = _("reviews of translations")

    def get_actions(self, page: Page, user: object) -> list[tuple[str, str, bool]]:
        """Return what the user may do; nobody approves own work while a second reviewer exists."""
        actions: list[tuple[str, str, bool]] = super().get_actions(page, user)
        state = page.current_workflow_state
        if state and state.requested_by_id == user.pk and self.has_second_reviewer(user):  # type: ignore[attr-defined]
            actions = [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: object, action_name: str, **kwargs: Any) -> None:
        """Approve or return; what is approved is what is stored by now, and only where nothing is left to do.

        Raises:
            PermissionDenied: texts are missing, or marked for another look.
        """
        from cms.translation.approval import NotReadyError, bring_up_to_date
        from cms.translation.texts import read_desk_page

        if action_name == "approve":
            state = task_state.workflow_state
            try:
                bring_up_to_date(read_desk_page(state.content_object.specific), user)
            except NotReadyError as fault:
                raise PermissionDenied(str(fault)) from fault
            state.refresh_from_db()  # its page may have a newer revision now, which is the one to publish
        super().on_action(task_state, user, action_name, **kwargs)

    def has_second_reviewer(self, user: object) -> bool:
        """Tell whether somebody else could review."""
        from django.contrib.auth import get_user_model

        people = get_user_model().objects.filter(is_active=True, groups__in=self.groups.all())
        return people.exclude(pk=user.pk).exists()  # type: ignore[attr-defined]

    @classmethod
    def get_description(cls) -> str:
        """Return what the task is for, as Wagtail's settings show it."""
        return str(_("A reviewer of the language approves the translation or returns it with comments"))
