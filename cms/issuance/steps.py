"""The single step of an application: lock it, move it, write it down. Used by the workflow only."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.issuance.applications.sent import unfolded
from cms.issuance.models import Application, Award, DeskEntry, Event
from cms.issuance.rows import Draft, draft, insert
from cms.issuance.schedule import is_key_destroyed
from cms.issuance.states import Action, State, check_transition


@dataclass(frozen=True)
class Actor:
    """Who does a step: an account of the CMS, or the applicant. A lead settles what others disagree about."""

    name: str
    id: int | None = None
    email: str = ""
    is_lead: bool = False

    @property
    def number(self) -> int:
        """The number of the account; 0 for who has none."""
        return self.id or 0


APPLICANT = Actor("applicant")
SYSTEM = Actor("system")


def lock(application_id: UUID) -> Application:
    """Return the application, locked until the end of the transaction (SQLite locks as a whole anyway)."""
    rows = Application.objects.select_related("achievement").select_for_update(of=("self",))
    return rows.get(pk=application_id)


def move(application: Application, state: State, actor: Actor, message: str = "") -> None:
    """Take the step, if the table allows it, and write it down."""
    before = State(application.state)
    check_transition(before, state)
    if (sent := application.sent) is not None:
        _unfold(application, sent)
    application.state = state
    application.message = message
    application.save()
    log(application, before, actor, message)


def log(application: Application, before: State | None, actor: Actor, message: str = "") -> None:
    """Write a line of the log: from `before` (None at the beginning) to the state of now."""
    insert(line_of(application, before, actor, message))


def line_of(application: Application, before: State | None, actor: Actor, message: str = "") -> Draft:
    """Return a line of the log that is still to be written."""
    return draft(
        Event,
        application_id=application.pk,
        actor=actor.name,
        actor_id=actor.id,
        from_state=before or "",
        to_state=application.state,
        message=message,
    )


def _unfold(application: Application, sent: dict[str, Any]) -> None:
    """Make rows of what came as one value, and write down when it came."""
    line = line_of(application, None, APPLICANT)
    line.at = application.created
    insert(*unfolded(application.pk, sent), line)
    application.sent = None


def note_step(
    application: Application, action: Action, actor: Actor, person: str = "", due: date | None = None
) -> None:
    """Write a line of the desk's log, which applicants do not see."""
    DeskEntry.objects.create(
        application=application, actor=actor.name, actor_id=actor.id, action=action, person=person, due=due
    )


class KeyDestroyedError(Exception):
    """Nothing can be signed any more, so no list could tell of the revocation. The message says so."""


def mark_revoked(award: Award, reason: str) -> bool:
    """Declare the badge invalid; return whether it was in force. The first reason and date stand.

    Raises:
        KeyDestroyedError: nobody could learn of it.
    """
    if award.revoked_at is not None:
        return False
    if is_key_destroyed():
        raise KeyDestroyedError(_("The project is closed and its key destroyed: no badge can be revoked any more."))
    award.revoked_at = timezone.now()
    award.revocation_reason = reason
    award.save(update_fields=["revoked_at", "revocation_reason"])
    return True
