"""Asking for exports, and taking them up: at most one waits, and what it will show is what is published by then."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.projects import current
from cms.publishing.models import Export, Reason, State, this_process

# Where somebody publishes all the time, readers wait so many delays at most.
MOST_DELAYS = 10


def ask(user: Any) -> Export:
    """Ask for an export at once, on behalf of a person; one that waits is brought forward instead."""
    with transaction.atomic():
        waiting = _waiting()
        if waiting is None:
            return Export.objects.create(project=current().key, reason=Reason.PERSON, asked_by=user)
        waiting.reason, waiting.asked_by, waiting.due_at = Reason.PERSON, user, timezone.now()
        waiting.save()
        return waiting


def ask_later(seconds: int) -> Export:
    """Ask for an export so many seconds after the last change; each change puts one that waits off, up to a limit."""
    now = timezone.now()
    delay = timedelta(seconds=seconds)
    with transaction.atomic():
        waiting = _waiting()
        if waiting is None:
            return Export.objects.create(project=current().key, reason=Reason.PUBLISHING, due_at=now + delay)
        if waiting.reason == Reason.PUBLISHING:
            waiting.due_at = min(now + delay, waiting.asked_at + delay * MOST_DELAYS)
            waiting.save()
        return waiting


def is_due() -> bool:
    """Tell whether an export is to be begun."""
    return Export.objects.filter(state=State.WAITING, due_at__lte=timezone.now()).exists()


def take() -> Export | None:
    """Return the export that is due, now this process's own; None where none is, or another process was faster."""
    settle_lost()
    found = Export.objects.filter(state=State.WAITING, due_at__lte=timezone.now()).order_by("due_at").first()
    if found is None:
        return None
    now = timezone.now()
    mine = Export.objects.filter(pk=found.pk, state=State.WAITING).update(
        state=State.RUNNING, process=this_process(), started_at=now, alive_at=now
    )
    found.refresh_from_db()
    return found if mine else None


def begin_by_command() -> Export:
    """Return a running export of a command; what waits is done with it, because all of that is published already."""
    settle_lost()
    now = timezone.now()
    with transaction.atomic():
        own_exports().filter(state=State.WAITING).delete()
        return Export.objects.create(
            project=current().key,
            state=State.RUNNING,
            reason=Reason.COMMAND,
            process=this_process(),
            started_at=now,
            alive_at=now,
        )


def settle_lost() -> None:
    """Write down of exports whose process has died that they were broken off; the site before is still served."""
    for export in Export.objects.filter(state=State.RUNNING):
        if export.is_lost:
            export.finish(State.BROKEN_OFF)


def last_done() -> Export | None:
    """Return the last export that put the site of the project in its place."""
    return own_exports().filter(state=State.DONE).order_by("-started_at").first()


def _waiting() -> Export | None:
    return own_exports().select_for_update().filter(state=State.WAITING).first()


def own_exports() -> "QuerySet[Export]":
    """Return the exports of the project that is meant here."""
    return Export.objects.filter(project=current().key)
