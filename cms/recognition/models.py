"""Invitations to endorse, and what organisations answer, until it is signed. No pages here: the endpoint runs alone."""

import uuid
from datetime import datetime, time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.projects import Project, find


class State(models.TextChoices):
    """Where an invitation stands. Out of date is one that is still `invited` after its deadline."""

    INVITED = "invited", _("invited")
    ANSWERED = "answered", _("waits for an editor")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("the organisation says no")
    REFUSED = "refused", _("not published")
    TAKEN_BACK = "taken_back", _("invitation taken back")
    ENDED = "ended", _("endorsement withdrawn")


CLOSED = (State.DECLINED, State.REFUSED, State.TAKEN_BACK, State.ENDED)


class Invitation(models.Model):
    """One organisation, asked at one address. `badges` and `chosen` are keys of badges.

    The key of the project with nothing behind it stands for the issuer as a whole; of the first project that is "".

    `organisation` and `website` are what the editor wrote, `name`, `role` and `text` what came back: plain text only.
    `number` counts the mails, and is part of the link: a newer mail closes the older link. `signed` are the ids of the
    endorsements. Deleted as a whole by `retention`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.CharField(max_length=30, blank=True, default="", db_index=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.INVITED)
    language = models.CharField(_("language"), max_length=20)
    organisation = models.CharField(_("organisation"), max_length=200)
    website = models.URLField(_("website of the organisation"))
    email = models.EmailField(_("e-mail address"))
    badges = models.JSONField(_("badges"), default=list)
    note = models.TextField(_("note"), blank=True)
    deadline = models.DateField(_("deadline"))
    months = models.PositiveSmallIntegerField(_("months of validity"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    invited_by = models.CharField(_("invited by"), max_length=150)
    answer_to = models.EmailField(blank=True, help_text="Where the editor is told what became of it.")
    created = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("name to be shown"), max_length=200, blank=True)
    role = models.CharField(_("role to be shown"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    chosen = models.JSONField(_("badges that it endorses"), default=list)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    signed = models.JSONField(default=list)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to endorse")
        verbose_name_plural = _("invitations to endorse")
        ordering = ["-created"]
        permissions = [("handle_invitation", _("Can invite organisations to endorse badges"))]

    def __str__(self) -> str:
        """Return the name of the organisation as the editor wrote it."""
        return self.organisation

    @property
    def owner(self) -> Project:
        """The project that it belongs to."""
        return find(self.project)

    @property
    def closes(self) -> datetime:
        """The end of the day of the deadline."""
        return timezone.make_aware(datetime.combine(self.deadline, time.max))

    @property
    def is_late(self) -> bool:
        """Whether it waits for an answer that cannot come any more."""
        return self.state == State.INVITED and self.closes < timezone.now()
