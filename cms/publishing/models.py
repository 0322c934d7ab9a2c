"""Exports: who asked for them and when, how far they are, and what became of them."""

import os
import socket
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.export.check import Fault, Finding, fault

# From another machine nothing shows that a process has died but its silence.
SILENCE = timedelta(seconds=90)


class State(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    REFUSED = "refused", _("stopped by the check")
    FAILED = "failed", _("failed")
    BROKEN_OFF = "broken off", _("broken off")


class Reason(models.TextChoices):
    """What brought an export about."""

    PERSON = "person", _("asked for here")
    PUBLISHING = "publishing", _("after publishing")
    COMMAND = "command", _("by command")


# What an export says it does; all else that it names is the file that it has just made.
STEPS = {
    "reading": _("reading what is published"),
    "checking": _("checking links, languages and personal data"),
    "writing": _("putting the new site in its place"),
}


class Export(models.Model):
    """One export of the site that is served: asked for, run by a process, ended in one way or another.

    Attributes:
        project: the key of a further project, "" for the first.
        due_at: not to be begun before; publishing again puts it off.
        process: "host:number" of the process that runs it.
        alive_at: when that process last said something.
        steps: how many steps were done; how many there are is known from the export before.
        findings: what the check found, as lists of path, text, its values and number of the page (or null).
        left_out: redirects that the site cannot have, as lists of number, old address, text and its values.
        error: in words, why it failed.
        sent: what became of the site at each target, as lists of target and words.
        send_error: in words, why sending failed; the site itself is exported.
    """

    project = models.CharField(max_length=30, blank=True, default="", editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    process = models.CharField(max_length=255, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=255, blank=True)
    steps = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True, blank=True)
    files = models.PositiveIntegerField(null=True, blank=True)
    bytes = models.PositiveBigIntegerField(null=True, blank=True)
    written = models.PositiveIntegerField(null=True, blank=True)
    removed = models.PositiveIntegerField(null=True, blank=True)
    findings = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    error = models.TextField(blank=True)
    sent = models.JSONField(default=list)
    send_error = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        permissions = [("run_export", _("Can export the site"))]
        indexes = [models.Index(fields=["state", "due_at"], name="publishing_due")]
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to come of it."""
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def doing(self) -> str:
        """What it is doing, in words, or the file that it has just made."""
        return str(STEPS.get(self.step, self.step))

    @property
    def duration(self) -> timedelta | None:
        """How long it took, or has taken so far; None where it has not begun."""
        return (self.finished_at or timezone.now()) - self.started_at if self.started_at else None

    @property
    def is_lost(self) -> bool:
        """Tell whether it is said to run, but its process is gone."""
        if self.state != State.RUNNING:
            return False
        host, _colon, number = self.process.rpartition(":")
        if host == socket.gethostname():
            return not _runs(int(number))
        return self.alive_at is None or timezone.now() - self.alive_at > SILENCE

    @property
    def found(self) -> list[Finding]:
        """What the check found."""
        return [Finding(path, fault(text, **values), page) for path, text, values, page in map(_whole, self.findings)]

    @property
    def lacking(self) -> list[tuple[int, str, Fault]]:
        """The redirects that the site cannot have: number, old address, and why."""
        return [(number, old, fault(text, **values)) for number, old, text, values in map(_whole, self.left_out)]

    def finish(self, state: State, **facts: Any) -> None:
        """Write down how it ended."""
        for name, value in {"state": state, "finished_at": timezone.now(), **facts}.items():
            setattr(self, name, value)
        self.save()


def _whole(entry: list[Any]) -> list[Any]:
    """Return an entry with the values of its text; those written before texts had values get none."""
    if len(entry) == 4:
        return entry
    first, second, third = entry
    return [first, second, {}, third] if isinstance(first, str) else [first, second, third, {}]


def this_process() -> str:
    """Return how this process is named in an export."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _runs(number: int) -> bool:
    with suppress(ProcessLookupError):
        with suppress(PermissionError):
            os.kill(number, 0)
        return True
    return False
