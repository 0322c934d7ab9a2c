"""A form comes in: what is kept, what is answered."""

from datetime import timedelta
from typing import Any

import pytest
from applicants import ORIGIN, SITUATION, Post, content, submit_all
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.issuance.achievements import publish_achievement
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Application, MailMessage
from cms.issuance.schedule import keep_closing_day
from cms.issuance.states import State

Fields = dict[str, str]


def age(**ago: int) -> None:
    """Make all that has happened happen longer ago."""
    then = timezone.now() - timedelta(**ago)
    Application.objects.update(created=then)
    MailMessage.objects.update(created=then, due=then, next_try=then)


def test_a_good_form_is_kept_and_asks_for_confirmation(post: Post, fields: Fields) -> None:
    response = post({**fields, "email": " Maija@Mail.Example "})
    assert (response.status_code, response["Location"]) == (303, f"{ORIGIN}/en/application-received/")
    application = Application.objects.get()
    assert application.state == State.UNCONFIRMED
    assert application.email == "maija@mail.example"
    deliver_mail()
    assert [message.to for message in mail.outbox] == [["maija@mail.example"]]
    submit_all()
    assert [answer.situation for answer in application.answers.all()] == [SITUATION, SITUATION]
    assert [link.url for link in application.evidence.all()] == ["https://example.org/plan"]


def test_no_cookie_is_set(post: Post, fields: Fields) -> None:
    assert not post(fields).cookies
    assert not post({"badge": "active-listening", "language": "en"}).cookies


def test_the_confirmation_mail_repeats_nothing_that_a_stranger_typed(post: Post, fields: Fields) -> None:
    post({**fields, "name": "Buy at https://spam.example"})
    deliver_mail()
    assert "spam" not in mail.outbox[0].subject + str(mail.outbox[0].body)


def test_the_same_form_twice_is_one_application_and_one_mail(post: Post, fields: Fields) -> None:
    first, second = post(fields), post({**fields, "email": "MAIJA@mail.example"})
    assert first["Location"] == second["Location"]
    assert (Application.objects.count(), MailMessage.objects.count()) == (1, 1)


def test_after_ten_minutes_the_same_form_sends_the_mail_again(post: Post, fields: Fields) -> None:
    post(fields)
    age(minutes=11)
    post(fields)
    assert (Application.objects.count(), MailMessage.objects.count()) == (1, 2)
    deliver_mail()
    links = {str(message.body) for message in mail.outbox}
    assert len(links) == 2


def test_a_corrected_form_is_an_application_of_its_own(post: Post, fields: Fields) -> None:
    post(fields)
    post({**fields, "name": "Maija Mäki-Korhonen"})
    assert Application.objects.count() == 2


def test_after_a_refusal_the_same_form_may_come_again(post: Post, fields: Fields) -> None:
    post(fields)
    Application.objects.update(state=State.DECLINED)
    post(fields)
    assert Application.objects.count() == 2


def test_a_mailbox_gets_one_confirmation_mail_within_ten_minutes(post: Post, fields: Fields) -> None:
    post(fields)
    post({**fields, "name": "Somebody else"})
    assert Application.objects.count() == 2
    assert deliver_mail().sent == 1
    later = timezone.now() + timedelta(minutes=10)
    assert list(MailMessage.objects.filter(sent_at=None, due__gt=later - timedelta(seconds=5))) != []
    age(minutes=1)
    deliver_mail()
    assert [message.to for message in mail.outbox] == [["maija@mail.example"]] * 2


def test_a_mailbox_gets_five_confirmation_mails_a_day(post: Post, fields: Fields) -> None:
    answers = {post({**fields, "name": f"Name {number}"})["Location"] for number in range(7)}
    assert len(answers) == 1
    assert Application.objects.count() == 7
    soon = timezone.now() + timedelta(hours=2)
    assert MailMessage.objects.filter(due__lt=soon).count() == 5
    assert MailMessage.objects.filter(due__gt=soon + timedelta(hours=21)).count() == 2


def test_who_has_confirmed_gets_the_next_mail_at_once(confirmed: Application, post: Post, fields: Fields) -> None:
    post({**fields, "language": "fi"})
    deliver_mail()
    assert any("Aktiivinen kuuntelu" in message.subject for message in mail.outbox)


def test_a_confirmation_mail_that_is_not_needed_any_more_is_not_sent(post: Post, fields: Fields) -> None:
    post(fields)
    Application.objects.update(state=State.SUBMITTED)
    assert deliver_mail().sent == 0
    assert not MailMessage.objects.exists()


def test_a_program_that_fills_in_everything_learns_nothing(post: Post, fields: Fields) -> None:
    response = post({**fields, "website": "https://spam.example"})
    assert (response.status_code, response["Location"]) == (303, f"{ORIGIN}/en/application-received/")
    assert not Application.objects.exists()


@pytest.mark.parametrize("name", ["next", "redirect", "return_to", "url"])
def test_no_field_decides_where_the_answer_leads(post: Post, fields: Fields, name: str) -> None:
    response = post({**fields, name: "https://foreign.example/"})
    assert response["Location"] == f"{ORIGIN}/en/application-received/"


def test_the_criteria_stay_as_they_were_at_sending(post: Post, fields: Fields, badge: Achievement) -> None:
    post(fields)
    newer, new = publish_achievement("active-listening", "en", content(assessment="New rules."))
    assert (new, newer.version) == (True, 2)
    assert Application.objects.get().achievement == badge
    assert publish_achievement("active-listening", "en", content(assessment="New rules.")) == (newer, False)


WRONG = {
    "no name": {"name": " "},
    "no consent": {"own_work": ""},
    "a no is no consent": {"privacy": "no"},
    "no route": {"route": "bribe"},
    "no situation": {"situation-checks": ""},
    "a short situation": {"situation-checks": "I listened."},
    "a long situation": {"situation-checks": "long " * 1000},
    "a bell": {"situation-checks": SITUATION + "\a"},
    "an escape in a name": {"name": "Maija\x1b[31m"},
    "a line break in a name": {"name": "Maija\r\nBcc: all@mail.example"},
    "a line break in an address": {"email": "maija@mail.example\r\nBcc: all@mail.example"},
    "a line break after an address": {"email": "maija@mail.example\n"},
    "a null in an address": {"email": "maija\x00@mail.example"},
    "no address": {"email": "maija"},
    "a script as a link": {"evidence-1": "javascript:alert(1)"},
    "a file as a link": {"evidence-1": "file:///etc/passwd"},
    "half a link": {"evidence-2": "http://["},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_an_error_keeps_what_was_typed_and_can_be_sent_again(post: Post, fields: Fields, change: Fields) -> None:
    response = post({**fields, "name": "Aino Kallio", **change})
    page = response.content.decode()
    assert response.status_code == 422
    assert not Application.objects.exists()
    name = next(iter(change))
    field_id = f"id_{name}_0" if name == "route" else f"id_{name}"
    assert f'href="#{field_id}"' in page
    assert f'id="{field_id}"' in page
    assert f'id="id_{name}_error"' in page
    if "situation-attention" not in change:
        assert SITUATION in page
    # The page of the endpoint has an origin of its own.
    assert post(fields, Origin="https://apply.example").status_code == 303


def test_an_error_page_speaks_the_language_of_the_form(post: Post, fields: Fields) -> None:
    response = post({**fields, "language": "fi", "name": ""})
    assert '<html lang="fi" dir="ltr">' in response.content.decode()
    assert response["Content-Language"] == "fi"


def test_what_was_typed_is_shown_as_text(post: Post, fields: Fields) -> None:
    page = post({**fields, "email": "", "name": "<script>x</script>"}).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "change",
    [
        {"badge": "nobody"},
        {"badge": "Active Listening\x00"},
        {"badge": ""},
        {"language": "xx"},
        {"language": ""},
        {"language": "pl"},
    ],
)
def test_a_form_for_nothing_is_answered_in_words(post: Post, fields: Fields, change: Fields) -> None:
    response = post({**fields, **change})
    assert response.status_code == 400
    assert "<h1>" in response.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("origin", ["null", "https://foreign.example", "https://site.example.foreign.example", "x"])
def test_a_foreign_page_is_refused(post: Post, fields: Fields, origin: str) -> None:
    assert post(fields, Origin=origin).status_code == 403
    assert post(fields, Origin=origin, Referer=f"{ORIGIN}/en/").status_code == 403
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("referrer", "status"),
    [("", 403), (f"{ORIGIN}/en/badges/x/", 303), ("https://foreign.example/", 403), ("//[", 403)],
)
def test_without_an_origin_the_referrer_counts(
    client: Client, badge: Achievement, fields: Fields, referrer: str, status: int
) -> None:
    assert client.post("/apply/", fields, headers={"Referer": referrer}).status_code == status


def test_ten_megabytes_are_refused_before_they_are_read(post: Post, fields: Fields) -> None:
    response = post({**fields, "name": "x" * 10_000_000})
    assert response.status_code == 413
    assert "too long" in response.content.decode()


def test_too_many_fields_are_refused(post: Post, fields: Fields) -> None:
    assert post(fields | {f"field-{number}": "" for number in range(2000)}).status_code == 413


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/xml", 415),
        ("text/plain", 415),
        ("multipart/form-data; boundary=x; charset=rot13", 415),
        ("application/x-www-form-urlencoded; charset=latin-1", 415),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
    ],
)
def test_what_is_no_form_is_refused(client: Client, badge: Achievement, content_type: str, status: int) -> None:
    response: Any = client.generic("POST", "/apply/", b"{}", content_type, headers={"Origin": ORIGIN})
    assert response.status_code == status


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_looking_at_the_endpoint_says_where_the_form_is(client: Client, db: None, method: str) -> None:
    response = getattr(client, method)("/apply/", headers={"Accept-Language": "pl"})
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response["Content-Language"] == "pl"


def test_pages_allow_nothing_but_their_own_style(client: Client, db: None) -> None:
    policy = client.get("/apply/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    assert f"form-action 'self' {ORIGIN}" in policy
    style: Any = client.get("/apply/style.css")
    assert style["Content-Type"].startswith("text/css")
    assert b"prefers-color-scheme" in style.content


def test_a_form_meets_the_newest_version_whatever_the_one_before_it_met(post: Post, fields: Fields) -> None:
    post(fields)
    newer, _new = publish_achievement("active-listening", "en", content(assessment="New rules."))
    assert post({**fields, "name": "Maija Mäki-Korhonen"}).status_code == 303
    assert Application.objects.get(name="Maija Mäki-Korhonen").achievement == newer
    more = [*newer.criteria, {**newer.criteria[0], "key": "brand-new"}]
    publish_achievement("active-listening", "en", content(criteria=more))
    # Whole for the version before, and not for the one that counts now.
    assert post({**fields, "name": "Maija Mäki-Korpi"}).status_code == 422
    assert post({**fields, "name": "Maija Mäki-Korpi", "situation-brand-new": SITUATION}).status_code == 303
    keep_closing_day(timezone.localdate())
    assert post({**fields, "name": "Maija Mäki", "situation-brand-new": SITUATION}).status_code == 410
    assert Application.objects.count() == 3
