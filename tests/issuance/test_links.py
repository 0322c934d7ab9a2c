"""Links in mails: confirm and mend."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from applicants import ANNA, ORIGIN, SITUATION, Post, link_in
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cms.issuance.assessing.workflow import Mark, return_for_completion
from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.models import Application, LinkToken, Purpose
from cms.issuance.states import State
from cms.issuance.steps import SYSTEM, lock, move

Read = Callable[[], EmailMessage]


def test_looking_confirms_nothing_and_the_button_does(
    post: Post, fields: dict[str, str], client: Client, read_mail: Read
) -> None:
    post({**fields, "language": "fi"})
    link = link_in(read_mail(), Purpose.CONFIRM)
    for look in (client.get, client.head, client.get):
        assert look(link).status_code == 200
    assert Application.objects.get().state == State.UNCONFIRMED
    assert '<html lang="fi"' in client.get(link).content.decode()
    response: Any = client.post(link)
    assert (response.status_code, response["Location"]) == (303, f"{ORIGIN}/fi/application-confirmed/")
    assert Application.objects.get().state == State.SUBMITTED
    assert "Aktiivinen kuuntelu" in read_mail().subject


def test_a_link_works_once(confirmed: Application, client: Client) -> None:
    link = link_in(mail.outbox[0], Purpose.CONFIRM)
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert "confirmed already" in answer.content.decode()


def test_a_link_is_not_in_the_database(post: Post, fields: dict[str, str], read_mail: Read) -> None:
    post(fields)
    secret = link_in(read_mail(), Purpose.CONFIRM).split("/")[3]
    for message in Application.objects.get().mails.all():
        assert secret not in message.body
    assert not LinkToken.objects.filter(digest__contains=secret).exists()


def test_an_old_link_says_what_to_do(post: Post, fields: dict[str, str], client: Client, read_mail: Read) -> None:
    post({**fields, "language": "fi"})
    link = link_in(read_mail(), Purpose.CONFIRM)
    LinkToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    response: Any = client.post(link)
    assert response.status_code == 410
    assert response["Content-Language"] == "fi"
    assert Application.objects.get().state == State.UNCONFIRMED


@pytest.mark.parametrize("path", ["/apply/confirm/x/", "/apply/mend/x/", "/apply/confirm/%00%ff/"])
def test_a_guessed_link_opens_nothing(client: Client, db: None, path: str) -> None:
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert "<h1>" in answer.content.decode()


def test_what_nobody_confirms_is_closed_and_may_be_sent_again(
    post: Post, fields: dict[str, str], read_mail: Read
) -> None:
    post(fields)
    read_mail()
    call_command("purge_expired", verbosity=0)
    assert Application.objects.get().state == State.UNCONFIRMED
    past = timezone.now() - timedelta(days=8)
    Application.objects.update(created=past)
    LinkToken.objects.update(expires=past)
    call_command("purge_expired", verbosity=0)
    assert Application.objects.get().state == State.EXPIRED
    post(fields)
    assert Application.objects.filter(state=State.UNCONFIRMED).count() == 1


@pytest.fixture
def returned(confirmed: Application) -> Application:
    marks = {"attention": Mark("met", "Well told."), "checks": Mark("partly", "What came of it?")}
    return return_for_completion(confirmed.pk, marks, ANNA, "Please tell us how it ended.")


def test_a_returned_application_is_mended(returned: Application, client: Client, read_mail: Read) -> None:
    message = read_mail()
    assert "how it ended" in str(message.body)
    assert "What came of it?" in str(message.body)
    link = link_in(message, Purpose.MEND)
    page = client.get(link).content.decode()
    for text in ("how it ended", "What came of it?", "Well told.", "Partly met", SITUATION, "https://example.org/plan"):
        assert text in page
    assert client.post(link, {"situation-attention": SITUATION}).status_code == 422
    better = {"situation-attention": SITUATION, "situation-checks": SITUATION + " He came back.", "evidence-3": ""}
    response: Any = client.post(link, better)
    assert (response.status_code, response["Location"]) == (303, f"{ORIGIN}/en/application-confirmed/")
    application = Application.objects.get()
    assert (application.state, application.assessor) == (State.IN_REVIEW, "anna")
    assert [a.outcome for a in application.answers.all()] == ["met", ""]
    assert "He came back" in application.answers.last().situation  # type: ignore[union-attr]
    assert not application.evidence.exists()
    assert client.get(link).status_code == 410
    assert client.post(link, better).status_code == 410


def test_a_confirm_link_mends_nothing(post: Post, fields: dict[str, str], client: Client, read_mail: Read) -> None:
    post(fields)
    link = link_in(read_mail(), Purpose.CONFIRM).replace("confirm", "mend")
    assert client.get(link).status_code == 410


def test_what_nobody_confirms_is_one_row_and_leaves_its_log_and_its_answers_when_it_moves_on(
    post: Post, fields: dict[str, str]
) -> None:
    post({**fields, "link-checks": "https://example.org/log"})
    application = Application.objects.get()
    assert not application.answers.exists()
    assert not application.events.exists()
    move(application, State.EXPIRED, SYSTEM)
    application.refresh_from_db()
    assert application.sent is None
    assert list(application.answers.values_list("criterion_key", "position")) == [("attention", 0), ("checks", 1)]
    links = set(application.evidence.values_list("criterion_key", "url"))
    assert links == {("checks", "https://example.org/log"), ("", "https://example.org/plan")}
    first, second = application.events.all()
    assert (first.from_state, first.to_state, first.at) == ("", State.UNCONFIRMED, application.created)
    assert (second.from_state, second.to_state) == (State.UNCONFIRMED, State.EXPIRED)


def test_erasing_what_nobody_has_confirmed_leaves_nothing_that_was_typed(post: Post, fields: dict[str, str]) -> None:
    post(fields)
    with transaction.atomic():
        erase(lock(Application.objects.get().pk), Choice.EVERYTHING, SYSTEM)
    application = Application.objects.get()
    assert (application.state, application.sent, application.email) == (State.ERASED, None, "")
    assert set(application.answers.values_list("situation", flat=True)) == {""}
    assert not application.evidence.exists()
