"""A suggested practice comes in: what is kept, what is answered, what is confirmed, what is deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from cms.issuance.mail import deliver_mail
from cms.issuance.models import MailMessage
from cms.issuance.schedule import keep_closing_day
from cms.practices.models import State, Suggestion
from cms.practices.retention import purge_suggestions

Fields = dict[str, str]
RECEIVED = (303, "https://site.example/en/practice-received/")


def test_a_good_form_waits_for_an_editor_once_it_is_confirmed(
    send: Any, fields: Fields, client: Client, confirm_path: Callable[[], str]
) -> None:
    response = send(fields)
    assert (response.status_code, response["Location"]) == RECEIVED
    assert not response.cookies
    path = confirm_path()
    assert mail.outbox[-1].to == ["maija@mail.example"]
    # A program that scans mails only looks.
    assert "Badges at the harbour" in client.get(path).content.decode()
    assert Suggestion.objects.get().state == State.UNCONFIRMED
    response = client.post(path)
    assert (response.status_code, response["Location"]) == (303, "https://site.example/en/practice-confirmed/")
    suggestion = Suggestion.objects.get()
    assert (suggestion.state, suggestion.themes) == (State.WAITING, ["design", "sharing"])
    assert suggestion.parts["context"] == "Ships & cranes: 3 < 5.\n\nA second paragraph."
    assert client.post(path).status_code == client.get(path).status_code == 410
    assert client.get("/apply/practices/confirm/made.up.link/").status_code == 410


def test_the_mail_repeats_nothing_that_a_stranger_typed(send: Any, fields: Fields) -> None:
    send({**fields, "title": "Buy spam", "organisation": "Spam Ltd"})
    deliver_mail()
    assert "spam" not in (mail.outbox[0].subject + str(mail.outbox[0].body)).lower()
    assert MailMessage.objects.get().body.count("…") == 1


def test_the_same_form_twice_is_one_suggestion_and_one_mail(send: Any, fields: Fields) -> None:
    assert send(fields)["Location"] == send({**fields, "email": "MAIJA@mail.example"})["Location"]
    assert (Suggestion.objects.count(), MailMessage.objects.count()) == (1, 1)
    Suggestion.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    send(fields)
    assert (Suggestion.objects.count(), MailMessage.objects.count()) == (1, 2)


def test_the_same_form_at_the_same_moment_is_one_suggestion(
    send: Any, fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(fields)
    from cms.practices import suggesting

    known = suggesting._known
    answers = iter([None])
    monkeypatch.setattr(suggesting, "_known", lambda suggestion: next(answers, known(suggestion)))
    with pytest.MonkeyPatch.context() as patch:
        # What the database says to the second of two that come in together.
        patch.setattr(Suggestion, "save", lambda *args, **kwargs: (_ for _ in ()).throw(IntegrityError))
        assert send(fields).status_code == 303
    assert Suggestion.objects.count() == 1


def test_a_key_that_came_with_other_words_is_refused_and_nothing_lost(send: Any, fields: Fields) -> None:
    send({**fields, "key": "a-key-of-its-own"})
    response = send({**fields, "key": "a-key-of-its-own", "title": "Another"})
    assert response.status_code == 409
    assert 'value="Another"' in response.content.decode()
    assert "a-key-of-its-own" not in response.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "<b>Bold</b>"}, "title"),
        ({"title": "Two\nlines"}, "title"),
        ({"summary": "x" * 401}, "summary"),
        ({"context": "Hello <script>alert(1)</script>"}, "context"),
        ({"people": "See [url=https://spam.example]this[/url]"}, "people"),
        ({"lessons": "One&nbsp;more"}, "lessons"),
        ({"country": "xx"}, "country"),
        ({"sector": ""}, "sector"),
        ({"theme-design": "", "theme-sharing": ""}, "theme-design"),
        ({"evidence": "javascript:alert(1)"}, "evidence"),
        ({"website_address": "ftp://harbour.example"}, "website_address"),
        ({"email": "nobody"}, "email"),
        ({"licence": "no"}, "licence"),
        ({"privacy": ""}, "privacy"),
    ],
)
def test_a_fault_is_named_by_its_field_and_nothing_is_kept(
    send: Any, fields: Fields, change: Fields, field: str
) -> None:
    response = send({**fields, **change}, QUERY_STRING="", HTTP_ACCEPT="application/json")
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [field]
    page = send({**fields, **change})
    assert f'href="#id_{field}"' in page.content.decode()
    assert "<script>" not in page.content.decode()
    assert (Suggestion.objects.count(), MailMessage.objects.count()) == (0, 0)


def test_what_fills_in_everything_learns_nothing(send: Any, fields: Fields) -> None:
    response = send({**fields, "website": "https://spam.example"})
    assert (response.status_code, response["Location"]) == RECEIVED
    assert not Suggestion.objects.exists()


def test_strangers_pages_methods_languages_and_sizes_are_refused(send: Any, fields: Fields, client: Client) -> None:
    assert send(fields, origin="https://evil.example").status_code == 403
    assert send(fields, origin="null").status_code == 403
    assert client.get("/apply/practices/").status_code == 405
    assert send({**fields, "language": "xx"}).status_code == 400
    assert send({**fields, "context": "x" * 600_000}).status_code == 413
    assert client.get("/apply/practices/challenge").json()["algorithm"] == "SHA-256"
    assert not Suggestion.objects.exists()


def test_who_sends_too_many_is_told_to_wait_and_keeps_the_text(send: Any, fields: Fields, settings: Any) -> None:
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 1
    send(fields)
    response = send({**fields, "title": "One more"})
    assert (response.status_code, int(response["Retry-After"]) > 0) == (429, True)
    assert 'value="One more"' in response.content.decode()
    assert Suggestion.objects.count() == 1


def test_a_mailbox_gets_its_mails_one_after_the_other(send: Any, fields: Fields) -> None:
    for number in range(3):
        send({**fields, "title": f"Practice {number}"})
    first, second, third = sorted(MailMessage.objects.values_list("due", flat=True))
    assert second - first >= timedelta(minutes=9)
    assert third - second >= timedelta(minutes=9)


def test_a_closed_project_takes_none(send: Any, fields: Fields) -> None:
    keep_closing_day(timezone.localdate())
    assert send(fields).status_code == 410
    assert not Suggestion.objects.exists()


def test_suggestions_are_deleted_when_the_privacy_notice_says_so(send: Any, fields: Fields) -> None:
    for number in range(3):
        send({**fields, "title": f"Practice {number}"})
    now = timezone.now()
    unconfirmed, declined, waiting = Suggestion.objects.order_by("title")
    Suggestion.objects.filter(pk=unconfirmed.pk).update(asked_at=now - timedelta(days=8))
    Suggestion.objects.filter(pk=declined.pk).update(state=State.DECLINED, decided_at=now - timedelta(days=91))
    Suggestion.objects.filter(pk=waiting.pk).update(state=State.WAITING, confirmed_at=now - timedelta(days=91))
    assert purge_suggestions() == 2
    assert Suggestion.objects.get().pk == waiting.pk
    assert purge_suggestions(everything=True) == 1
