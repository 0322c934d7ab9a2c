"""What an assessor decides, and what is written down and mailed for it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from applicants import ALL_MET, ANNA, SITUATION, Post, content, submit_all
from django.core.mail import EmailMessage

from cms.issuance.achievements import publish_achievement
from cms.issuance.assessing import workflow
from cms.issuance.assessing.workflow import CriteriaNotMetError, Mark, MessageMissingError
from cms.issuance.awards import make as awards
from cms.issuance.credentials import AwardFacts, CredentialError, IssuedBadge
from cms.issuance.models import Application, Award, MailMessage
from cms.issuance.states import State, TransitionError

Read = Callable[[], EmailMessage]


def test_an_award_is_signed_kept_and_mailed(confirmed: Application, signed: list[AwardFacts], read_mail: Read) -> None:
    made = workflow.award(confirmed.pk, ALL_MET, ANNA, "Well done.")
    assert made is not None
    confirmed.refresh_from_db()
    assert confirmed.state == State.AWARDED
    (facts,) = signed
    assert facts.recipient_email == "maija@mail.example"
    assert facts.narrative == ""
    assert made.credential == {"id": facts.credential_id}
    assert 0 <= made.status_index < awards.STATUS_LIST_LENGTH
    message = read_mail()
    names = [attachment[0] for attachment in message.attachments]
    assert names == ["badge.json", "badge.png", "badge.svg", "certificate.pdf"]
    assert "Well done." in str(message.body)
    assert "https://site.example/en/verify/" in str(message.body)
    last = confirmed.events.last()
    assert last is not None
    assert (last.actor, last.actor_id, last.from_state, last.to_state) == ("anna", 7, "in_review", "awarded")


def test_the_situations_are_in_the_badge_only_with_consent(
    post: Post, fields: dict[str, str], signed: list[AwardFacts]
) -> None:
    post({**fields, "public_narrative": "yes"})
    submit_all()
    workflow.award(Application.objects.get().pk, ALL_MET, ANNA)
    assert SITUATION in signed[0].narrative
    assert "Full attention" in signed[0].narrative


@pytest.mark.parametrize("marks", [{}, {"attention": Mark("met")}, ALL_MET | {"checks": Mark("partly")}])
def test_no_badge_without_all_criteria(
    confirmed: Application, signed: list[AwardFacts], marks: dict[str, Mark]
) -> None:
    with pytest.raises(CriteriaNotMetError):
        workflow.award(confirmed.pk, marks, ANNA)
    confirmed.refresh_from_db()
    assert confirmed.state == State.SUBMITTED
    assert not signed


def test_a_signing_that_fails_awards_nothing(confirmed: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(facts: AwardFacts) -> IssuedBadge:
        raise CredentialError("there is no key")

    monkeypatch.setattr(awards, "issue_badge", fail)
    before = MailMessage.objects.count()
    with pytest.raises(CredentialError):
        workflow.award(confirmed.pk, ALL_MET, ANNA)
    confirmed.refresh_from_db()
    assert confirmed.state == State.SUBMITTED
    assert not Award.objects.exists()
    assert MailMessage.objects.count() == before
    assert set(confirmed.answers.values_list("outcome", flat=True)) == {""}


def test_a_place_in_the_status_list_that_was_just_taken_is_left_alone(
    awarded: Award, post: Post, fields: dict[str, str], signed: list[AwardFacts], monkeypatch: pytest.MonkeyPatch
) -> None:
    post({**fields, "name": "Somebody else"})
    submit_all()
    other = Application.objects.exclude(pk=awarded.application_id).get()
    free = 5 if awarded.status_index != 5 else 6
    places = iter([(1, awarded.status_index), (1, awarded.status_index), (1, free)])
    monkeypatch.setattr(awards, "_free_place", lambda _key: next(places))
    made = workflow.award(other.pk, ALL_MET, ANNA)
    assert made is not None
    assert made.status_index in {5, 6}


@pytest.mark.parametrize("step", [workflow.return_for_completion, workflow.decline])
def test_a_no_needs_a_reason(confirmed: Application, step: Callable[..., object]) -> None:
    with pytest.raises(MessageMissingError):
        step(confirmed.pk, {}, ANNA, " \n")
    confirmed.refresh_from_db()
    assert confirmed.state == State.SUBMITTED


def test_a_refusal_tells_the_reason(confirmed: Application, read_mail: Read) -> None:
    workflow.decline(confirmed.pk, {"checks": Mark("not_met", "No example.")}, ANNA, "Please try\nagain in spring.")
    body = str(read_mail().body)
    assert "again in spring." in body
    assert "Checking: Not met" in body
    assert "No example." in body


def test_only_the_first_of_two_decisions_counts(confirmed: Application, signed: list[AwardFacts]) -> None:
    workflow.decline(confirmed.pk, {}, ANNA, "Not yet.")
    mails = MailMessage.objects.count()
    with pytest.raises(TransitionError):
        workflow.award(confirmed.pk, ALL_MET, ANNA)
    with pytest.raises(TransitionError):
        workflow.save_marks(confirmed.pk, ALL_MET, ANNA)
    assert MailMessage.objects.count() == mails
    assert not signed


def test_marks_can_be_kept_without_a_decision(confirmed: Application) -> None:
    workflow.save_marks(confirmed.pk, {"checks": Mark("partly", "Ask again.")}, ANNA, "Draft.")
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.assessor, confirmed.message) == (State.IN_REVIEW, "anna", "")
    draft = confirmed.assessments.get()
    assert (draft.marks, draft.message) == ({"checks": {"outcome": "partly", "comment": "Ask again."}}, "Draft.")
    # What is not decided is not for the applicant to see.
    assert [answer.outcome for answer in confirmed.answers.all()] == ["", ""]


def test_a_badge_is_revoked_once_with_its_reason(awarded: Award, read_mail: Read) -> None:
    with pytest.raises(MessageMissingError):
        workflow.revoke(awarded, " ", ANNA)
    first = workflow.revoke(awarded, "Issued by mistake.", ANNA)
    again = workflow.revoke(awarded, "Another reason.", ANNA)
    assert again.revocation_reason == "Issued by mistake."
    assert again.revoked_at == first.revoked_at
    assert "Issued by mistake." in str(read_mail().body)
    assert awarded.application.mails.filter(kind="revoked").count() == 1


def test_a_subject_is_always_one_line(post: Post, fields: dict[str, str], read_mail: Read) -> None:
    odd = replace(content(), name="Two\r\nBcc: all@mail.example")
    publish_achievement("odd", "en", odd)
    post({**fields, "badge": "odd"})
    assert "\n" not in read_mail().subject
