"""The whole table: every action in every state is either done as the table says, or refused and nothing happens."""

from collections.abc import Callable
from itertools import product

import pytest
from applicants import ALL_MET, ANNA

from cms.issuance.assessing import assigning, workflow
from cms.issuance.assessing.workflow import Actor
from cms.issuance.credentials import AwardFacts
from cms.issuance.models import Application, Award, Conflict, MailMessage
from cms.issuance.states import (
    STEPS,
    TRANSITIONS,
    WAITING,
    Action,
    State,
    TransitionError,
    check_action,
    check_transition,
)

LEA = Actor("lea", 9, is_lead=True)


def assign(application: Application) -> object:
    return assigning.assign(application.pk, LEA, LEA, seen=assigning.in_charge(application))


def lift(application: Application) -> object:
    conflict = Conflict.objects.create(application=application, person="bo", person_id=3)
    return assigning.lift_conflict(conflict, LEA)


def revoke(application: Application) -> object:
    made = Award.objects.create(
        application=application,
        achievement=application.achievement,
        credential_id="urn:x",
        issued_at=application.created,
        status_index=1,
        credential={},
    )
    return workflow.revoke(made, "A mistake.", LEA)


DESK: dict[Action, Callable[[Application], object]] = {
    Action.ASSIGN: assign,
    Action.RELEASE: lambda application: assigning.release(application.pk, LEA),
    Action.CONFLICT: lambda application: assigning.declare_conflict(application.pk, ANNA, ANNA),
    Action.LIFT: lift,
    Action.NOTE: lambda application: assigning.add_note(application.pk, LEA, "Hm."),
    Action.SAVE: lambda application: workflow.save_marks(application.pk, ALL_MET, LEA),
    Action.ASK: lambda application: workflow.ask_second(application.pk, ALL_MET, LEA),
    Action.RETURN: lambda application: workflow.return_for_completion(application.pk, ALL_MET, LEA, "Why?"),
    Action.AWARD: lambda application: workflow.award(application.pk, ALL_MET, LEA),
    Action.DECLINE: lambda application: workflow.decline(application.pk, ALL_MET, LEA, "No."),
    Action.REVOKE: revoke,
}
# Whoever marks or decides what nobody has, takes it first.
TAKES = (Action.SAVE, Action.ASK, Action.RETURN, Action.AWARD, Action.DECLINE)


@pytest.mark.parametrize(("action", "state"), list(product(DESK, State)), ids=str)
def test_each_action_in_each_state(
    confirmed: Application, signed: list[AwardFacts], action: Action, state: State
) -> None:
    Application.objects.update(state=state)
    confirmed.refresh_from_db()
    before = State.IN_REVIEW if state is State.SUBMITTED and action in TAKES else state
    mails = MailMessage.objects.count()
    if before in STEPS[action]:
        DESK[action](confirmed)
        confirmed.refresh_from_db()
        assert confirmed.state in STEPS[action][before]
    else:
        with pytest.raises(TransitionError):
            DESK[action](confirmed)
        confirmed.refresh_from_db()
        assert confirmed.state == state
        assert MailMessage.objects.count() == mails
        assert not confirmed.desk_entries.exists()


def test_the_table_is_what_is_checked() -> None:
    for action, state in product(Action, State):
        if state in STEPS[action]:
            check_action(state, action)
        else:
            with pytest.raises(TransitionError):
                check_action(state, action)
    for current, wanted in product(State, State):
        if wanted in TRANSITIONS[current]:
            check_transition(current, wanted)
        else:
            with pytest.raises(TransitionError):
                check_transition(current, wanted)


def test_every_state_is_reached_and_no_open_one_is_a_trap() -> None:
    reached, found = {State.UNCONFIRMED}, {State.UNCONFIRMED}
    while found:
        found = {after for state in found for after in TRANSITIONS[state]} - reached
        reached |= found
    assert reached == set(State)
    for state in (*WAITING, State.RETURNED):
        assert {State.WITHDRAWN, State.ERASED} <= TRANSITIONS[state]
    # Who applied never hears of an award or refusal before it is final: nothing leads out of these but erasure.
    assert TRANSITIONS[State.AWARDED] == TRANSITIONS[State.DECLINED] == {State.ERASED}
