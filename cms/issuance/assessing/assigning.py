"""Who has an application: assign, claim, give back, conflicts of interest, notes. Each step is one transaction."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.issuance.assessing.assessors import AssessorError, Bar, bar_of, check_bar
from cms.issuance.models import Application, Conflict, Note
from cms.issuance.states import Action, State, check_action
from cms.issuance.steps import APPLICANT, Actor, lock, move, note_step

# The fields that say who has an application, for save().
CHARGE = ["assessor", "assessor_id", "assigned_at", "due", "updated"]


def usual_due() -> date:
    """Return the date by which somebody decides who begins today."""
    return timezone.localdate() + timedelta(days=settings.ASSESSMENT_DAYS)


@transaction.atomic
def assign(
    application_id: UUID, assessor: Actor, by: Actor, due: date | None = None, seen: int | None = None
) -> Application:
    """Give an application to somebody; claiming is giving it to oneself.

    `seen` is the number of the person who had it when `by` looked (None: nobody).

    Raises:
        TransitionError: it does not wait for an assessor.
        AssessorError: somebody else has it meanwhile (TAKEN); only a lead gives it to others (LEAD); or `assessor`
            may not assess it.
    """
    application = lock(application_id)
    check_action(State(application.state), Action.ASSIGN)
    if in_charge(application) != seen and in_charge(application) != assessor.id:
        raise AssessorError(Bar.TAKEN, application.assessor)
    if assessor.id != by.id and not by.is_lead:
        raise AssessorError(Bar.LEAD)
    check_bar(application, assessor)
    put_in_charge(application, assessor, by, due)
    return application


@transaction.atomic
def release(application_id: UUID, actor: Actor) -> Application:
    """Give an application back to the queue.

    Raises:
        TransitionError: nobody has it to give back.
        AssessorError: somebody else has it, and this is no lead.
    """
    application = lock(application_id)
    check_action(State(application.state), Action.RELEASE)
    if in_charge(application) != actor.id and not actor.is_lead:
        raise AssessorError(Bar.TAKEN, application.assessor)
    note_step(application, Action.RELEASE, actor, application.assessor)
    _free(application, actor)
    return application


@transaction.atomic
def declare_conflict(application_id: UUID, person: Actor, by: Actor, reason: str = "") -> Conflict:
    """Write down that somebody must not assess this application, and take it from them.

    Raises:
        TransitionError: it is decided, or not confirmed.
        AssessorError: only a lead declares it for others.
    """
    application = lock(application_id)
    check_action(State(application.state), Action.CONFLICT)
    if person.id != by.id and not by.is_lead:
        raise AssessorError(Bar.LEAD)
    conflict, made = Conflict.objects.get_or_create(
        application=application, person_id=person.number, defaults={"person": person.name, "reason": reason}
    )
    if made:
        note_step(application, Action.CONFLICT, by, person.name)
    # What they have marked and thought in this round does not count either.
    application.assessments.filter(round=application.round, assessor_id=person.number).delete()
    if in_charge(application) == person.id:
        _free(application, by)
    return conflict


@transaction.atomic
def lift_conflict(conflict: Conflict, by: Actor) -> None:
    """Take a declared conflict back.

    Raises:
        TransitionError: the application is erased.
        AssessorError: this is no lead.
    """
    application = lock(conflict.application_id)
    check_action(State(application.state), Action.LIFT)
    if not by.is_lead:
        raise AssessorError(Bar.LEAD)
    note_step(application, Action.LIFT, by, conflict.person)
    conflict.delete()


@transaction.atomic
def add_note(application_id: UUID, actor: Actor, text: str) -> Note:
    """Keep a note among assessors.

    Raises:
        TransitionError: the application is not confirmed, or erased.
        AssessorError: this person has nothing to do with this application.
    """
    application = lock(application_id)
    check_action(State(application.state), Action.NOTE)
    if (bar := bar_of(application, actor)) in (Bar.OWN, Bar.CONFLICT):
        raise AssessorError(bar)
    return Note.objects.create(application=application, author=actor.name, author_id=actor.id, text=text)


def in_charge(application: Application) -> int | None:
    """Return the number of the person who has the application, None where it waits for one."""
    return application.assessor_id if application.assigned_at else None


def put_in_charge(application: Application, assessor: Actor, by: Actor, due: date | None = None) -> None:
    """Write down who has the (locked) application; nothing happens where they have it with this date."""
    due = due or (application.due if in_charge(application) == assessor.id else None) or usual_due()
    if in_charge(application) == assessor.id and application.due == due:
        return
    if in_charge(application) != assessor.id:
        application.assigned_at = timezone.now()
    application.assessor, application.assessor_id, application.due = assessor.name, assessor.id, due
    note_step(application, Action.ASSIGN, by, assessor.name, due)
    if application.state == State.SUBMITTED:
        move(application, State.IN_REVIEW, by)
    else:
        application.save(update_fields=CHARGE)


def wait_again(application: Application) -> None:
    """Put a returned application that is sent again before the person who returned it, or else into the queue."""
    if in_charge(application) is None:
        move(application, State.SUBMITTED, APPLICANT)
        return
    application.assigned_at, application.due = timezone.now(), usual_due()
    move(application, State.IN_REVIEW, APPLICANT)


def nobody_in_charge(application: Application) -> None:
    """Leave the (locked) application without an assessor; the caller saves it."""
    application.assessor, application.assessor_id = "", None
    application.assigned_at, application.due = None, None


def _free(application: Application, by: Actor) -> None:
    nobody_in_charge(application)
    if application.state == State.IN_REVIEW:
        move(application, State.SUBMITTED, by)
    else:
        application.save(update_fields=CHARGE)
