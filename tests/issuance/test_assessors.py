"""Who may assess: one at a time, nobody their own, nobody with a conflict; two who agree where a badge asks it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from applicants import ALL_MET, ANNA, Post, content, link_in, submit_all
from django.core.mail import EmailMessage
from django.test import Client

from cms.issuance.achievements import publish_achievement
from cms.issuance.assessing import assigning, workflow
from cms.issuance.assessing.workflow import Actor, AssessorError, Bar, Mark
from cms.issuance.credentials import AwardFacts
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award, Purpose
from cms.issuance.states import State

BO, CLEO = Actor("bo", 8), Actor("cleo", 9, is_lead=True)
NOT_MET = ALL_MET | {"checks": Mark("not_met", "No example.")}


@pytest.fixture
def double(post: Post, fields: dict[str, str], signed: list[AwardFacts]) -> Application:
    """An application for a badge on which two assessors must agree."""
    publish_achievement("ethics", "en", replace(content("Ethics"), assessors=2))
    post({**fields, "badge": "ethics"})
    submit_all()
    return Application.objects.get()


def state_of(application: Application) -> str:
    application.refresh_from_db()
    return application.state


def barred(bar: Bar, step: Callable[[], object]) -> None:
    with pytest.raises(AssessorError) as caught:
        step()
    assert caught.value.bar is bar


@pytest.mark.parametrize("email", ["maija@mail.example", "MAIJA@mail.example", "maija+badge@mail.example"])
def test_nobody_assesses_the_own_application(confirmed: Application, signed: list[AwardFacts], email: str) -> None:
    maija = Actor("maija", 5, email)
    for step in (workflow.award, workflow.save_marks, workflow.ask_second):
        barred(Bar.OWN, lambda step=step: step(confirmed.pk, ALL_MET, maija))  # type: ignore[misc]
    barred(Bar.OWN, lambda: assigning.assign(confirmed.pk, maija, CLEO))
    barred(Bar.OWN, lambda: assigning.add_note(confirmed.pk, maija, "I am great."))
    assert state_of(confirmed) == State.SUBMITTED
    assert not signed


def test_a_conflict_takes_the_application_and_the_opinion_away(double: Application) -> None:
    workflow.award(double.pk, ALL_MET, ANNA)
    assigning.assign(double.pk, BO, BO)
    assigning.declare_conflict(double.pk, BO, BO, "We share an office.")
    assert state_of(double) == State.SECOND
    assert assigning.in_charge(double) is None
    barred(Bar.CONFLICT, lambda: workflow.award(double.pk, ALL_MET, BO))
    barred(Bar.CONFLICT, lambda: assigning.assign(double.pk, BO, CLEO))
    assigning.declare_conflict(double.pk, ANNA, CLEO)
    # Her opinion does not count any more, so one is still missing after the next.
    workflow.award(double.pk, ALL_MET, CLEO)
    assert state_of(double) == State.SECOND
    conflict = double.conflicts.get(person="bo")
    barred(Bar.LEAD, lambda: assigning.lift_conflict(conflict, ANNA))
    assigning.lift_conflict(conflict, CLEO)
    workflow.award(double.pk, ALL_MET, BO)
    assert state_of(double) == State.AWARDED


def test_one_person_at_a_time(confirmed: Application) -> None:
    assigning.assign(confirmed.pk, ANNA, ANNA)
    barred(Bar.TAKEN, lambda: assigning.assign(confirmed.pk, BO, BO))
    barred(Bar.TAKEN, lambda: workflow.decline(confirmed.pk, {}, BO, "No."))
    barred(Bar.TAKEN, lambda: assigning.release(confirmed.pk, BO))
    assigning.assign(confirmed.pk, BO, BO, seen=ANNA.id)
    assert state_of(confirmed) == State.IN_REVIEW
    assert confirmed.assessor == "bo"
    assigning.release(confirmed.pk, BO)
    assert (state_of(confirmed), confirmed.assessor, confirmed.due) == (State.SUBMITTED, "", None)
    told = [(entry.actor, entry.action, entry.person) for entry in confirmed.desk_entries.all()]
    assert told == [("anna", "assign", "anna"), ("bo", "assign", "bo"), ("bo", "release", "bo")]


def test_a_lead_assigns_with_a_date(confirmed: Application) -> None:
    barred(Bar.LEAD, lambda: assigning.assign(confirmed.pk, BO, ANNA))
    assigning.assign(confirmed.pk, BO, CLEO, date(2030, 5, 1))
    assert (state_of(confirmed), confirmed.assessor, confirmed.due) == (State.IN_REVIEW, "bo", date(2030, 5, 1))
    assigning.assign(confirmed.pk, BO, CLEO, date(2030, 6, 1), seen=BO.id)
    confirmed.refresh_from_db()
    assert confirmed.due == date(2030, 6, 1)


def test_two_people_must_agree(double: Application, signed: list[AwardFacts], read_mail: Callable[[], object]) -> None:
    mails = double.mails.count()
    assert workflow.award(double.pk, ALL_MET, ANNA, "Well done.") is None
    assert state_of(double) == State.SECOND
    assert (double.mails.count(), double.message, signed) == (mails, "", [])
    barred(Bar.GIVEN, lambda: workflow.award(double.pk, ALL_MET, ANNA))
    made = workflow.award(double.pk, ALL_MET, BO, "Very well done.")
    assert isinstance(made, Award)
    assert state_of(double) == State.AWARDED
    assert [mail.kind for mail in double.mails.all()][-1] == "awarded"
    deliver_mail()
    assert "Very well done." in double.mails.latest("created").body
    assert [row.opinion for row in double.assessments.all()] == ["award", "award"]


def test_a_refusal_needs_two_as_well(double: Application) -> None:
    workflow.decline(double.pk, NOT_MET, ANNA, "Not yet.")
    assert state_of(double) == State.SECOND
    workflow.decline(double.pk, NOT_MET, BO, "No example.")
    assert state_of(double) == State.DECLINED


@pytest.mark.parametrize("final", [State.AWARDED, State.DECLINED])
def test_a_lead_who_has_said_nothing_yet_settles_a_disagreement(
    double: Application, signed: list[AwardFacts], final: State
) -> None:
    workflow.award(double.pk, ALL_MET, ANNA)
    workflow.decline(double.pk, NOT_MET, BO, "No example.")
    assert state_of(double) == State.DISPUTED
    assert not signed
    barred(Bar.LEAD, lambda: workflow.award(double.pk, ALL_MET, Actor("dora", 10)))
    barred(Bar.GIVEN, lambda: workflow.award(double.pk, ALL_MET, replace(BO, is_lead=True)))
    if final is State.AWARDED:
        workflow.award(double.pk, ALL_MET, CLEO)
    else:
        workflow.decline(double.pk, NOT_MET, CLEO, "No.")
    assert state_of(double) == final


def test_another_assessor_is_asked_about_any_badge(confirmed: Application, signed: list[AwardFacts]) -> None:
    workflow.ask_second(confirmed.pk, NOT_MET, ANNA, "Is this enough?")
    assert (state_of(confirmed), confirmed.assessor) == (State.SECOND, "")
    barred(Bar.GIVEN, lambda: workflow.award(confirmed.pk, ALL_MET, ANNA))
    assert workflow.award(confirmed.pk, ALL_MET, BO) is not None
    assert [row.opinion for row in confirmed.assessments.all()] == ["unsure", "award"]


def test_who_asks_for_another_does_not_count_as_one_of_two(double: Application) -> None:
    workflow.ask_second(double.pk, {}, ANNA)
    workflow.award(double.pk, ALL_MET, BO)
    assert state_of(double) == State.SECOND
    workflow.award(double.pk, ALL_MET, CLEO)
    assert state_of(double) == State.AWARDED


def test_a_mended_application_comes_back_to_the_same_person_in_a_new_round(
    confirmed: Application,
    fields: dict[str, str],
    client: Client,
    read_mail: Callable[[], EmailMessage],
) -> None:
    workflow.return_for_completion(confirmed.pk, NOT_MET, ANNA, "Please say more.")
    assert (state_of(confirmed), confirmed.round) == (State.RETURNED, 2)
    client.post(link_in(read_mail(), Purpose.MEND), {**fields, "situation-checks": "I asked twice. " * 5})
    assert (state_of(confirmed), confirmed.assessor) == (State.IN_REVIEW, "anna")
    assert [answer.outcome for answer in confirmed.answers.all()] == ["met", ""]
    # Whoever had the old answers open decides nothing about the new ones.
    barred(Bar.CHANGED, lambda: workflow.award(confirmed.pk, ALL_MET, ANNA, round_seen=1))
    workflow.save_marks(confirmed.pk, {}, ANNA, round_seen=2)
    assert confirmed.assessments.get(round=2).marks == {"attention": {"outcome": "met", "comment": ""}}


def test_the_number_of_assessors_is_frozen_with_the_criteria(double: Application) -> None:
    publish_achievement("ethics", "en", content("Ethics"))
    workflow.award(double.pk, ALL_MET, ANNA)
    assert state_of(double) == State.SECOND


def test_one_assessor_is_no_change_of_a_badge() -> None:
    """The digest of badges from before is that of badges with one assessor."""
    assert content().digest == replace(content(), assessors=1).digest
    assert content().digest != replace(content(), assessors=2).digest
