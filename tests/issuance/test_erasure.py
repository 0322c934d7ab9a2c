"""Erasing: three choices, as the privacy notice promises them; and what is erased by itself when its time is over."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from applicants import ANNA, SITUATION, Post
from django.apps import apps
from django.conf import settings as django_settings
from django.core import mail, serializers
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.issuance.assessing.workflow import Mark, decline
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award, Event, LinkToken, MailMessage
from cms.issuance.record.privacy import private_texts
from cms.issuance.states import State

Read = Callable[[], EmailMessage]
PRIVATE = ("Maija", "maija@mail.example", "https://example.org/plan", SITUATION)


def everything_kept() -> str:
    """Return all that the tables of issuance hold, as text."""

    return "".join(
        serializers.serialize("json", model.objects.all()) for model in apps.get_app_config("issuance").models.values()
    )


@pytest.fixture
def page(confirmed: Application, read_mail: Read) -> str:
    found = re.search(r"/apply/status/\S+", str(read_mail().body))
    assert found
    return found[0]


def test_asking_comes_before_erasing_and_nothing_is_chosen_in_advance(client: Client, page: str) -> None:
    form = client.get(f"{page}erase/").content.decode()
    assert "checked" not in form
    assert client.post(f"{page}erase/").status_code == 422
    assert client.post(f"{page}erase/", {"choice": "evidence"}).status_code == 422
    assert Application.objects.get().state == State.SUBMITTED


def test_of_a_badge_only_the_answers_and_evidence_are_erased(client: Client, page: str, awarded: Award) -> None:
    assert client.post(f"{page}erase/", {"choice": "evidence"}).status_code == 200
    application = Application.objects.get()
    assert (application.state, application.name) == (State.AWARDED, "Maija Mäki")
    assert {answer.situation for answer in application.answers.all()} == {""}
    assert not application.evidence.exists()
    assert Award.objects.get().revoked_at is None
    assert client.get(f"{page}badge.png").status_code == 200


def test_the_application_is_erased_and_the_badge_stays_in_force(client: Client, page: str, awarded: Award) -> None:
    Award.objects.update(credential={"id": "x", "credentialSubject": {"identifier": [{"salt": "s"}], "narrative": "n"}})
    assert client.post(f"{page}erase/", {"choice": "application"}).status_code == 200
    deliver_mail()
    call_command("purge_expired", verbosity=0)
    kept = everything_kept()
    for words in PRIVATE:
        assert words not in kept
    award = Award.objects.get()
    assert award.revoked_at is None
    assert award.status_index == awarded.status_index
    assert award.credential["credentialSubject"] == {"identifier": [{"salt": "s"}]}
    assert Application.objects.get().state == State.ERASED
    answer = client.get(page)
    assert answer.status_code == 410
    assert "have been erased" in answer.content.decode()


def test_everything_is_erased_and_the_badge_withdrawn_without_a_name(client: Client, page: str, awarded: Award) -> None:
    assert client.post(f"{page}erase/", {"choice": "everything"}).status_code == 200
    award = Award.objects.get()
    assert award.revoked_at is not None
    assert award.revocation_reason == "Removed at the holder's request."
    assert (award.credential, award.salt) == ({}, "")
    deliver_mail()
    assert "erased" in mail.outbox[-1].subject
    assert mail.outbox[-1].to == ["maija@mail.example"]
    call_command("purge_expired", verbosity=0)
    for words in PRIVATE:
        assert words not in everything_kept()
    assert not private_texts()


def test_an_open_application_is_withdrawn_and_erased_in_one(client: Client, page: str, post: Post, fields: Any) -> None:
    assert client.post(f"{page}erase/", {"choice": "everything"}).status_code == 200
    application = Application.objects.get()
    assert application.state == State.ERASED
    assert list(application.events.values_list("to_state", flat=True))[-2:] == ["withdrawn", "erased"]
    assert not LinkToken.objects.exists()
    # And one may begin anew.
    assert post(fields).status_code == 303
    assert Application.objects.count() == 2


def test_messages_in_the_log_go_too(client: Client, page: str, confirmed: Application) -> None:
    decline(confirmed.pk, {"checks": Mark("not_met", "Maija, no.")}, ANNA, "Maija should try again.")
    client.post(f"{page}erase/", {"choice": "everything"})
    assert set(Event.objects.values_list("message", flat=True)) == {""}


def days_ago(application: Application, days: int) -> None:
    """Let everything about the application have happened so long ago."""
    then = timezone.now() - timedelta(days=days)
    Application.objects.filter(pk=application.pk).update(created=then, updated=then)
    application.events.update(at=then)
    application.tokens.update(expires=then + timedelta(days=7))


@pytest.mark.parametrize(("days", "name"), [(89, "Maija Mäki"), (91, "")])
def test_what_was_begun_and_not_completed_is_kept_ninety_days(
    post: Post, fields: dict[str, str], days: int, name: str
) -> None:
    post(fields)
    days_ago(Application.objects.get(), days)
    call_command("purge_expired", verbosity=0)
    assert Application.objects.get().name == name


@pytest.mark.parametrize(("days", "name"), [(180, "Maija Mäki"), (185, "")])
def test_of_a_badge_only_its_record_remains_after_half_a_year(awarded: Award, days: int, name: str) -> None:
    days_ago(awarded.application, days)
    call_command("purge_expired", verbosity=0)
    assert Application.objects.get().name == name
    assert Award.objects.get().revoked_at is None


@pytest.mark.parametrize(("days", "situations", "name"), [(180, 2, "Maija Mäki"), (185, 0, "Maija Mäki"), (370, 0, "")])
def test_of_a_refusal_the_answers_go_after_half_a_year_and_the_rest_after_one(
    confirmed: Application, days: int, situations: int, name: str
) -> None:
    decline(confirmed.pk, {}, ANNA, "Not yet.")
    days_ago(confirmed, days)
    for _time in range(2):
        call_command("purge_expired", verbosity=0)
    application = Application.objects.get()
    assert application.answers.exclude(situation="").count() == situations
    assert application.name == name


def test_links_that_were_sent_again_leave_no_address_behind(client: Client, confirmed: Application) -> None:
    client.post("/apply/links/", {"email": confirmed.email}, headers={"Origin": "https://site.example"})
    deliver_mail()
    call_command("purge_expired", verbosity=0)
    assert not MailMessage.objects.filter(kind="links").exists()


def test_the_privacy_notice_promises_what_the_settings_do() -> None:
    notice = yaml.safe_load(Path(django_settings.CONTENT_DIR, "pages/privacy/page.yaml").read_text())
    text = json.dumps(notice["sections"]["how-long"])
    assert "not completed: 90 days" in text
    assert django_settings.KEEP_UNFINISHED_DAYS == 90
    assert "six months after the decision" in text
    assert django_settings.KEEP_EVIDENCE_DAYS == 183
    assert "the answers and links six months, the rest twelve months" in text
    assert django_settings.KEEP_REFUSED_DAYS == 365
