"""A badge is claimed with a code: what is taken, what is told, what is awarded, what is deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.events.awarding import award_claims
from cms.events.claiming import MOST_WRONG_CODES
from cms.events.codes import ALPHABET, grouped, make_codes, make_poster_code, poster_code
from cms.events.mails import send_code
from cms.events.models import Claim, ClaimCode, ClaimState, CodeKind, EventState, Participant, TrainingEvent
from cms.events.record import private_texts
from cms.events.retention import purge_events
from cms.issuance.credentials import AwardFacts
from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award, MailMessage
from cms.issuance.schedule import keep_closing_day
from cms.issuance.steps import APPLICANT, Actor, lock

Fields = dict[str, str]
Days = tuple[Any, Any]
Path = Callable[[], str]
LEAD = Actor("lead", 7, "lead@site.example", is_lead=True)
RECEIVED = (303, "https://site.example/en/claim-received/")


def words(response: Any) -> str:
    """What the form says is wrong with the code."""
    assert response.status_code == 422
    [told] = response.json()["errors"]["code"]
    return str(told)


def in_words(send: Any, fields: Fields, **change: str) -> str:
    return words(send({**fields, **change}, HTTP_ACCEPT="application/json"))


def test_a_code_becomes_a_badge_once_the_address_is_confirmed(
    send: Any, fields: Fields, client: Client, confirm_path: Path, signed: list[AwardFacts], event: TrainingEvent
) -> None:
    sloppy = grouped(fields["code"]).lower().replace("0", "o").replace("1", "l").replace("-", " – ")
    response = send({**fields, "code": sloppy, "event": event.short_key})
    assert (response.status_code, response["Location"]) == RECEIVED
    assert not response.cookies
    path = confirm_path()
    assert mail.outbox[-1].to == ["maija@mail.example"]
    # A program that scans mails only looks.
    assert "Listening in Tampere" in client.get(path).content.decode()
    assert award_claims() == 0
    response = client.post(path)
    assert (response.status_code, response["Location"]) == (303, "https://site.example/en/claim-confirmed/")
    assert award_claims() == 1
    [facts] = signed
    assert (facts.recipient_email, facts.achievement_slug) == ("maija@mail.example", "listening")
    assert facts.narrative.startswith("Took part in the training event “Listening in Tampere” (")
    assert facts.narrative.endswith(", Tampere), organised by The Harbour.")
    made = Application.objects.get()
    assert (made.name, str(made.batch), made.assessor) == ("Maija Mäki", "Listening in Tampere", "lead")
    assert MailMessage.objects.filter(kind="awarded", to="maija@mail.example").count() == 1
    assert client.post(path).status_code == client.get(path).status_code == 410
    assert award_claims() == 0


def test_nobody_guesses_a_code_and_no_row_holds_one(event: TrainingEvent, days: Days) -> None:
    codes = make_codes(event, CodeKind.CARD, 20, days, LEAD)
    assert len(set(codes)) == 20
    assert {len(code) for code in codes} == {12}
    assert set("".join(codes)) <= set(ALPHABET)
    kept = repr(list(ClaimCode.objects.values()))
    assert not [code for code in codes if code in kept]


def test_a_code_that_is_worth_nothing_is_told_why(
    send: Any, fields: Fields, event: TrainingEvent, days: Days, client: Client, confirm_path: Path
) -> None:
    today = timezone.localdate()
    [late] = make_codes(event, CodeKind.CARD, 1, (days[0], today - timedelta(days=1)), LEAD)
    [early] = make_codes(event, CodeKind.CARD, 1, (today + timedelta(days=1), days[1]), LEAD)
    assert "There is no such code" in in_words(send, fields, code="0000-0000-0000")
    assert "out of date" in in_words(send, fields, code=late)
    assert "does not work yet" in in_words(send, fields, code=early)
    assert "another training event" in in_words(send, fields, event="0badcafe")
    assert "made this code yourself" in in_words(send, fields, email="lead+x@site.example")
    send(fields)
    client.post(confirm_path())
    assert "has been used" in in_words(send, fields, email="other@mail.example")
    [more] = make_codes(event, CodeKind.CARD, 1, days, LEAD)
    TrainingEvent.objects.update(state=EventState.CANCELLED)
    assert "taken back" in in_words(send, fields, code=more)
    # In the language of the form, beside the field, with all that was typed.
    page = send({**fields, "language": "fi", "code": late, "name": "<b>Maija</b>"}).content.decode()
    assert 'href="#id_code"' in page
    assert "&lt;b&gt;Maija&lt;/b&gt;" in page


def test_a_poster_works_for_so_many_people_and_can_be_printed_twice(
    send: Any, fields: Fields, event: TrainingEvent, days: Days, client: Client, confirm_path: Path
) -> None:
    make_poster_code(event, 1, days, LEAD)
    found = poster_code(event)
    assert found is not None
    assert found[1] == (poster_code(event) or found)[1]
    paths = []
    for email in ("a@mail.example", "b@mail.example"):
        send({**fields, "code": found[1], "email": email})
        paths.append(confirm_path())
    assert client.post(paths[0]).status_code == 303
    response = client.post(paths[1])
    assert (response.status_code, "All badges of this poster" in response.content.decode()) == (410, True)
    assert "All badges of this poster" in in_words(send, fields, code=found[1], email="c@mail.example")
    make_poster_code(event, 5, days, LEAD)
    assert "taken back" in in_words(send, fields, code=found[1], email="c@mail.example")
    assert ClaimCode.objects.get(pk=found[0].pk).used == 1


def test_who_tries_codes_out_is_stopped_whatever_comes_next(send: Any, fields: Fields) -> None:
    for number in range(MOST_WRONG_CODES):
        assert send({**fields, "code": f"wrong-{number}"}).status_code == 422
    assert send({**fields, "code": "wrong"}).status_code == 429
    response = send(fields)
    assert (response.status_code, int(response["Retry-After"]) > 0) == (429, True)
    assert not Claim.objects.exists()


def test_the_answer_tells_nobody_who_was_there(send: Any, fields: Fields, event: TrainingEvent, days: Days) -> None:
    first = send(fields)
    [other] = make_codes(event, CodeKind.CARD, 1, days, LEAD)
    again = send({**fields, "code": other})
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert (Claim.objects.count(), MailMessage.objects.count()) == (1, 1)
    Claim.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    send(fields)
    assert (Claim.objects.count(), MailMessage.objects.count()) == (1, 2)


def test_a_key_that_came_with_another_claim_is_refused_and_nothing_lost(send: Any, fields: Fields) -> None:
    send({**fields, "key": "a-key-of-its-own"})
    assert send({**fields, "key": "a-key-of-its-own"}).status_code == 303
    response = send({**fields, "key": "a-key-of-its-own", "email": "other@mail.example"})
    assert response.status_code == 409
    assert 'value="other@mail.example"' in response.content.decode()
    assert "a-key-of-its-own" not in response.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "two\nlines"}, "code"),
        ({"name": ""}, "name"),
        ({"name": "Two\nlines"}, "name"),
        ({"email": "nobody"}, "email"),
        ({"attended": "no"}, "attended"),
        ({"privacy": ""}, "privacy"),
    ],
)
def test_a_fault_is_named_by_its_field_and_nothing_is_kept(
    send: Any, fields: Fields, change: Fields, field: str
) -> None:
    response = send({**fields, **change}, HTTP_ACCEPT="application/json")
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert (Claim.objects.count(), MailMessage.objects.count()) == (0, 0)


def test_strangers_pages_methods_languages_sizes_and_programs_get_nothing(
    send: Any, fields: Fields, client: Client
) -> None:
    assert send(fields, origin="https://evil.example").status_code == 403
    assert send(fields, origin="null").status_code == 403
    assert client.get("/apply/claim/").status_code == 405
    assert send({**fields, "language": "xx"}).status_code == 400
    assert send({**fields, "name": "x" * 600_000}).status_code == 413
    assert client.get("/apply/claim/challenge").json()["algorithm"] == "SHA-256"
    assert client.get("/apply/claim/confirm/made.up.link/").status_code == 410
    trapped = send({**fields, "website": "https://spam.example"})
    assert (trapped.status_code, trapped["Location"]) == RECEIVED
    keep_closing_day(timezone.localdate())
    assert send(fields).status_code == 410
    assert not Claim.objects.exists()


def test_a_code_in_a_mail_is_made_when_it_is_sent_and_kept_nowhere(
    send: Any, fields: Fields, event: TrainingEvent, days: Days
) -> None:
    someone = Participant.objects.create(event=event, name="Bo", email="bo@mail.example", attended=True)
    send_code(someone, days, LEAD)
    assert not ClaimCode.objects.filter(kind=CodeKind.MAIL).exists()
    deliver_mail()
    body = str(mail.outbox[-1].body)
    [code] = {line.rpartition("your code is ")[2][:14] for line in body.splitlines() if "your code is " in line}
    assert f"https://site.example/en/claim/#code={code}&event={event.short_key}" in body
    html = str(mail.outbox[-1].alternatives[0][0])
    assert "Claim my badge</a>" in html
    assert code not in repr(list(MailMessage.objects.values()))
    assert send({**fields, "code": code}).status_code == 303
    # Who has left the list meanwhile gets no mail.
    send_code(someone, days, LEAD)
    someone.delete()
    deliver_mail()
    assert not MailMessage.objects.filter(kind="claim_code", sent_at=None, failed_at=None).exists()


def test_lists_codes_and_claims_are_deleted_when_the_privacy_notice_says_so(
    send: Any, fields: Fields, event: TrainingEvent, client: Client, confirm_path: Path
) -> None:
    Participant.objects.create(event=event, name="Bo", email="bo@mail.example", attended=True)
    Participant.objects.create(event=event, name="Absent", email="no@mail.example")
    send(fields)
    client.post(confirm_path())
    assert {"Bo", "maija@mail.example"} <= private_texts()
    over = timezone.localdate() - timedelta(days=91)
    TrainingEvent.objects.update(starts=over, ends=over)
    ClaimCode.objects.update(expires=over + timedelta(days=2))
    assert purge_events() == 0
    ClaimCode.objects.update(expires=over)
    assert purge_events() == 0, "a badge that is yet to be made"
    award_claims()
    assert purge_events() == 4
    event.refresh_from_db()
    assert (event.attended_before, Award.objects.count()) == (1, 1)
    assert not private_texts()


def test_a_claim_that_nobody_confirms_is_gone_after_its_link(send: Any, fields: Fields) -> None:
    send(fields)
    assert purge_events() == 0
    Claim.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert purge_events() == 1
    assert ClaimCode.objects.get().used == 0


def test_erasing_a_badge_takes_its_holder_off_the_list(
    send: Any, fields: Fields, event: TrainingEvent, client: Client, confirm_path: Path
) -> None:
    for email in ("maija@mail.example", "bo@mail.example"):
        Participant.objects.create(event=event, name="Somebody", email=email, attended=True)
    send(fields)
    client.post(confirm_path())
    award_claims()
    erase(lock(Application.objects.get().pk), Choice.APPLICATION, APPLICANT)
    assert sorted(event.participants.values_list("email", flat=True)) == ["", "bo@mail.example"]
    assert event.participants.filter(attended=True).count() == 2
    assert not Claim.objects.exists()


def test_both_forms_beside_the_applications_are_described(client: Client) -> None:
    described = client.get("/apply/openapi.json").json()
    assert {"/apply/claim/", "/apply/practices/", "/apply/"} <= described["paths"].keys()
    assert {"Claim", "Practice", "Application"} <= described["components"]["schemas"].keys()


def test_a_claim_that_nobody_may_award_so_is_refused(
    send: Any, fields: Fields, client: Client, confirm_path: Path, event: TrainingEvent
) -> None:
    send(fields)
    client.post(confirm_path())
    ClaimCode.objects.update(made_by_email="maija@mail.example")
    assert award_claims() == 0
    assert Claim.objects.get().state == ClaimState.REFUSED
