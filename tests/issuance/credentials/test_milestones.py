"""Set badges: awarded by themselves, once, and withdrawn with what they stand on."""

from collections.abc import Callable
from typing import Any

import pytest
from applicants import ALL_MET, ANNA, content
from django.core import mail
from django.utils import timezone

from cms.issuance.achievements import publish_achievement
from cms.issuance.assessing import workflow
from cms.issuance.awards.sets import award_all_sets
from cms.issuance.credentials import UnsignableError
from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award, MailMessage, Origin
from cms.issuance.states import State
from cms.issuance.steps import SYSTEM

Issue = Callable[..., dict[str, Any]]
SET = "two-skills"


def sets() -> list[Award]:
    return list(Award.objects.filter(achievement__slug=SET).order_by("pk"))


def revoke(slug: str) -> None:
    award = Award.objects.filter(achievement__slug=slug, revoked_at=None).latest("pk")
    workflow.revoke(award, "A mistake in the assessment.", ANNA)


def test_the_second_skill_brings_the_set(issue: Issue) -> None:
    issue("empathy")
    assert sets() == []
    issue("ethics")
    [award] = sets()
    assert award.application.route == Origin.SET
    assert award.application.state == State.AWARDED
    assert award.achievement.language == "fi"
    assert award.credential["credentialSubject"]["achievement"]["name"] == "Two skills fi"
    deliver_mail()
    message = mail.outbox[-1]
    assert message.to == ["aino@mail.example"]
    assert len(message.attachments) == 3
    assert "2" in str(message.body)


def test_the_desk_s_award_counts_too(
    issue: Issue, confirmed: Application, django_capture_on_commit_callbacks: Any
) -> None:
    issue("empathy", confirmed.email)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.award(confirmed.pk, ALL_MET, ANNA)
    assert len(sets()) == 1


def test_it_is_awarded_once(issue: Issue) -> None:
    for slug in ("empathy", "ethics", "active-listening", "ethics"):
        issue(slug)
    assert len(sets()) == 1
    assert award_all_sets() == 0


def test_the_same_skill_twice_and_other_people_do_not_count(issue: Issue) -> None:
    issue("empathy")
    issue("empathy")
    issue("ethics", "other@mail.example")
    assert sets() == []


def test_an_expired_badge_does_not_count(issue: Issue) -> None:
    issue("empathy")
    Award.objects.update(valid_until=timezone.now())
    issue("ethics")
    assert sets() == []


def test_a_revoked_skill_takes_the_set_with_it_and_a_new_one_brings_it_back(issue: Issue) -> None:
    issue("empathy")
    issue("ethics")
    revoke("ethics")
    [award] = sets()
    assert award.revoked_at is not None
    assert award.revocation_reason
    assert award_all_sets() == 0
    issue("ethics")
    assert [one.revoked_at is None for one in sets()] == [False, True]


def test_a_set_that_still_stands_stays(issue: Issue) -> None:
    for slug in ("empathy", "ethics", "active-listening"):
        issue(slug)
    revoke("empathy")
    assert sets()[0].revoked_at is None


def test_a_set_that_a_person_revoked_does_not_come_back(issue: Issue) -> None:
    issue("empathy")
    issue("ethics")
    revoke(SET)
    issue("active-listening")
    assert award_all_sets() == 0
    assert [one.revoked_at is None for one in sets()] == [False]


def test_a_fault_costs_no_skill_badge_and_is_made_up_for(issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    issue("empathy")

    def fail(*_: object) -> None:
        raise UnsignableError("out of order")

    with monkeypatch.context() as patch:
        patch.setattr("cms.issuance.awards.sets.make_award", fail)
        issue("ethics")
    assert sets() == []
    assert Award.objects.count() == 2
    assert award_all_sets() == 1
    assert award_all_sets() == 0


def test_a_set_that_comes_later_is_awarded_by_the_command(issue: Issue, run: Callable[..., str]) -> None:
    for slug in ("empathy", "ethics", "active-listening"):
        issue(slug)
    publish_achievement("active-listening", "fi", content("Renamed"))
    publish_achievement(SET, "fi", content("Three skills", skills_needed=3))
    assert run("award_sets") == "0 awarded\n"
    Award.objects.filter(achievement__slug=SET).delete()
    Application.objects.filter(route=Origin.SET).delete()
    assert run("award_sets") == "1 awarded\n"


def test_an_erased_holder_gets_none(issue: Issue) -> None:
    issue("empathy")
    issue("ethics")
    Award.objects.filter(achievement__slug=SET).delete()
    Application.objects.update(email="")
    assert award_all_sets() == 0


def erase_one(slug: str, choice: Choice) -> None:
    erase(Application.objects.get(achievement__slug=slug), choice, SYSTEM)


def test_a_badge_erased_with_everything_takes_the_set_with_it(issue: Issue) -> None:
    issue("empathy")
    issue("ethics")
    erase_one("ethics", Choice.EVERYTHING)
    [award] = sets()
    assert award.revoked_at is not None
    assert MailMessage.objects.filter(kind="revoked", application=award.application).exists()


def test_a_badge_whose_data_are_erased_goes_on_counting(issue: Issue) -> None:
    issue("empathy")
    erase_one("empathy", Choice.APPLICATION)
    issue("ethics", "other@mail.example")
    assert sets() == []
    issue("ethics")
    [award] = sets()
    issue("active-listening")
    erase_one("active-listening", Choice.APPLICATION)
    Award.objects.filter(achievement__slug="ethics", application__email="other@mail.example").delete()
    revoke("ethics")
    award.refresh_from_db()
    assert award.revoked_at is None
    revoke("active-listening")
    award.refresh_from_db()
    assert award.revoked_at is not None


def test_nobody_can_apply_for_a_set(issuer: object, post: Any, fields: dict[str, str]) -> None:
    assert post({**fields, "badge": SET}).status_code == 400
    assert not Application.objects.exists()
