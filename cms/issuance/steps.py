"""The single step of an application: lock it, move it, write it down. Used by the workflow only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cms.issuance.models import Application, DeskEntry, Event
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
    application.state = state
    application.message = message
    application.save()
    log(application, before, actor, message)


def log(application: Application, before: State | None, actor: Actor, message: str = "") -> None:
    """Write a line of the log: from `before` (None at the beginning) to the state of now."""
    Event.objects.create(
        application=application,
        actor=actor.name,
        actor_id=actor.id,
        from_state=before or "",
        to_state=application.state,
        message=message,
    )


def note_step(
    application: Application, action: Action, actor: Actor, person: str = "", due: date | None = None
) -> None:
    """Write a line of the desk's log, which applicants do not see."""
    DeskEntry.objects.create(
        application=application, actor=actor.name, actor_id=actor.id, action=action, person=person, due=due
    )
