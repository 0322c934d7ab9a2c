"""What assessors decide. Each decision is one transaction: opinion, state, log line, badge and mail, or nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.issuance.assessing.assessors import AssessorError, Bar, check_bar, next_state
from cms.issuance.assessing.assigning import in_charge, nobody_in_charge, put_in_charge
from cms.issuance.assessing.marks import Mark, feedback, write_marks
from cms.issuance.awards.make import make_award
from cms.issuance.awards.sets import award_sets_after_commit
from cms.issuance.mail import queue_mail
from cms.issuance.models import Application, Assessment, Award, Opinion, Outcome, Purpose
from cms.issuance.states import Action, State, check_action
from cms.issuance.steps import Actor, lock, move, note_step


class CriteriaNotMetError(Exception):
    """A badge can only be awarded when every criterion is marked as met."""


class MessageMissingError(Exception):
    """The applicant must be told why: this step needs a message."""


@transaction.atomic
def save_marks(
    application_id: UUID, marks: Mapping[str, Mark], actor: Actor, message: str = "", round_seen: int | None = None
) -> Application:
    """Keep an assessor's marks and draft of a message without a decision, for an application that waits for one.

    Raises:
        TransitionError: the application is not with the assessors.
        AssessorError: this person may not assess it, or somebody else has it.
    """
    application = _take_up(application_id, Action.SAVE, actor, round_seen)
    _write(application, marks, actor, message)
    return application


@transaction.atomic
def ask_second(
    application_id: UUID,
    marks: Mapping[str, Mark],
    actor: Actor,
    message: str = "",
    round_seen: int | None = None,
) -> Application:
    """Hand the application to another assessor without an opinion of one's own.

    Raises:
        TransitionError: the application is not with the assessors, or two have disagreed already.
        AssessorError: this person may not assess it, or somebody else has it.
    """
    application = _take_up(application_id, Action.ASK, actor, round_seen)
    _write(application, marks, actor, message, Opinion.UNSURE)
    note_step(application, Action.ASK, actor)
    _pass_on(application, State.SECOND, actor)
    return application


@transaction.atomic
def award(
    application_id: UUID, marks: Mapping[str, Mark], actor: Actor, message: str = "", round_seen: int | None = None
) -> Award | None:
    """Sign the badge, keep it, and mail it to the applicant; or keep the opinion where others must give theirs.

    Returns None where the badge waits for another assessor.

    Raises:
        TransitionError: somebody has decided meanwhile.
        AssessorError: this person may not assess it, or somebody else has it.
        CriteriaNotMetError: a criterion is not marked as met.
        CredentialError: the badge cannot be signed; nothing is changed then.
    """
    application = _take_up(application_id, Action.AWARD, actor, round_seen)
    keys = application.answers.values_list("criterion_key", flat=True)
    known = _write(application, marks, actor, message, Opinion.AWARD)
    if any(known.get(key, {}).get("outcome") != Outcome.MET for key in keys):
        raise CriteriaNotMetError
    note_step(application, Action.AWARD, actor)
    wanted = next_state(application, Opinion.AWARD)
    if wanted != State.AWARDED:
        _pass_on(application, wanted, actor)
        return None
    _close(application, known, actor)
    made, _badge = make_award(application)
    move(application, State.AWARDED, actor, message)
    queue_mail(application, "awarded", {"message": message}, attach_badge=True)
    award_sets_after_commit(application.email)
    return made


@transaction.atomic
def decline(
    application_id: UUID, marks: Mapping[str, Mark], actor: Actor, message: str, round_seen: int | None = None
) -> Application:
    """Close the application without a badge, with the reason; or keep the opinion where others must give theirs.

    Raises:
        TransitionError: somebody has decided meanwhile.
        AssessorError: this person may not assess it, or somebody else has it.
        MessageMissingError: the message is empty.
    """
    application = _take_up(application_id, Action.DECLINE, actor, round_seen, message)
    known = _write(application, marks, actor, message, Opinion.DECLINE)
    note_step(application, Action.DECLINE, actor)
    wanted = next_state(application, Opinion.DECLINE)
    if wanted != State.DECLINED:
        _pass_on(application, wanted, actor)
        return application
    _close(application, known, actor)
    move(application, State.DECLINED, actor, message.strip())
    queue_mail(application, "declined", feedback(application))
    return application


@transaction.atomic
def return_for_completion(
    application_id: UUID, marks: Mapping[str, Mark], actor: Actor, message: str, round_seen: int | None = None
) -> Application:
    """Give the application back to the applicant with a message and a link to mend it; that ends the round.

    Raises:
        TransitionError: somebody has decided meanwhile.
        AssessorError: this person may not assess it, or somebody else has it.
        MessageMissingError: the message is empty.
    """
    application = _take_up(application_id, Action.RETURN, actor, round_seen, message)
    write_marks(application, _marks(_write(application, marks, actor, message, Opinion.RETURN)))
    note_step(application, Action.RETURN, actor)
    application.round += 1
    application.due = None
    move(application, State.RETURNED, actor, message.strip())
    queue_mail(application, "returned", feedback(application), purpose=Purpose.MEND)
    return application


def _take_up(
    application_id: UUID, action: Action, actor: Actor, round_seen: int | None, message: str | None = None
) -> Application:
    """Return the application, locked and with this person; whoever acts on what nobody has, takes it."""
    application = lock(application_id)
    if application.state == State.SUBMITTED:
        check_action(State.SUBMITTED, Action.ASSIGN)
    else:
        check_action(State(application.state), action)
    if message is not None and not message.strip():
        raise MessageMissingError
    check_bar(application, actor)
    if in_charge(application) not in {None, actor.id}:
        raise AssessorError(Bar.TAKEN, application.assessor)
    if round_seen not in {None, application.round}:
        raise AssessorError(Bar.CHANGED)
    put_in_charge(application, actor, actor)
    return application


def _write(
    application: Application, marks: Mapping[str, Mark], actor: Actor, message: str, opinion: str = ""
) -> dict[str, dict[str, str]]:
    """Keep what this person wrote and thinks; return their marks, with those of before where none came now."""
    row, made = Assessment.objects.get_or_create(
        application=application, round=application.round, assessor_id=actor.number, defaults={"assessor": actor.name}
    )
    if made:
        row.marks = carried_marks(application)
    row.marks |= {key: asdict(mark) for key, mark in marks.items()}
    row.message = message.strip()
    row.opinion = opinion
    row.given_at = timezone.now() if opinion else None
    row.save()
    return dict(row.marks)


def carried_marks(application: Application) -> dict[str, dict[str, str]]:
    """Return the marks that stand from the round before: those of answers that were not changed."""
    return {
        answer.criterion_key: asdict(Mark(answer.outcome, answer.comment))
        for answer in application.answers.all()
        if answer.outcome
    }


def _marks(known: Mapping[str, Mapping[str, str]]) -> dict[str, Mark]:
    return {key: Mark(mark["outcome"], mark["comment"]) for key, mark in known.items()}


def _close(application: Application, known: Mapping[str, Mapping[str, str]], actor: Actor) -> None:
    """Make these marks the ones that the applicant reads; the caller moves, and so saves, the application."""
    write_marks(application, _marks(known))
    application.assessor, application.assessor_id = actor.name, actor.id
    application.decided_at, application.due = timezone.now(), None


def _pass_on(application: Application, state: State, actor: Actor) -> None:
    """Leave the application to another assessor. Nothing of it reaches the applicant before it is final."""
    nobody_in_charge(application)
    if application.state == state:
        application.save()
    else:
        move(application, state, actor)
