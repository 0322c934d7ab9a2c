"""The applicant's own page: opened by a mailed link, without an account and without a cookie."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from applicants import ANNA, ORIGIN, SITUATION
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from cms.issuance.assessing.workflow import Mark, decline, return_for_completion, revoke
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award, LinkToken, MailMessage, Purpose
from cms.issuance.states import WAITING, State

Read = Callable[[], EmailMessage]
MARKS = {"attention": Mark("met", "Well told."), "checks": Mark("partly", "What came of it?")}


def status_link(message: EmailMessage) -> str:
    found = re.search(r"https://apply\.example(/apply/status/[^/\s]+/)", str(message.body))
    assert found, message.body
    return found[1]


@pytest.fixture
def page(confirmed: Application, read_mail: Read) -> str:
    """The address of the page of an application that waits for its assessor."""
    return status_link(read_mail())


def test_it_tells_where_the_application_stands_and_what_was_written(client: Client, page: str) -> None:
    response: Any = client.get(page)
    text = response.content.decode()
    for words in ("With the assessors", "Active listening", SITUATION, "https://example.org/plan"):
        assert words in text
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_it_speaks_the_language_of_the_application(
    post: Any, fields: dict[str, str], client: Client, read_mail: Read
) -> None:
    post({**fields, "language": "fi"})
    client.post(re.search(r"/apply/confirm/\S+", str(read_mail().body))[0])  # type: ignore[index]
    assert '<html lang="fi"' in client.get(status_link(read_mail())).content.decode()


def test_a_draft_of_the_assessor_is_not_shown(client: Client, page: str, confirmed: Application) -> None:
    confirmed.answers.update(outcome="not_met", comment="Only a thought.")
    Application.objects.update(message="Only a draft.", assessor="anna")
    text = client.get(page).content.decode()
    for words in ("Only a", "anna", "Not met"):
        assert words not in text


def test_a_returned_application_is_mended_from_it_by_a_link_for_just_that(
    client: Client, page: str, confirmed: Application
) -> None:
    return_for_completion(confirmed.pk, MARKS, ANNA, "Please tell us how it ended.")
    text = client.get(page).content.decode()
    assert "how it ended" in text
    assert "What came of it?" in text
    answer: Any = client.post(page)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/apply/mend/")
    assert SITUATION in client.get(answer["Location"]).content.decode()
    better = {"situation-attention": SITUATION, "situation-checks": SITUATION + " He came back."}
    client.post(answer["Location"], better)
    assert Application.objects.get().state in WAITING
    assert client.post(page).status_code == 410


def test_an_open_application_is_withdrawn_after_asking_once_more(client: Client, page: str, read_mail: Read) -> None:
    assert f"{page}withdraw/" in client.get(page).content.decode()
    client.get(f"{page}withdraw/")
    assert Application.objects.get().state == State.SUBMITTED
    answer: Any = client.post(f"{page}withdraw/")
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert Application.objects.get().state == State.WITHDRAWN
    assert "withdrawn" in read_mail().subject
    assert "Withdrawn" in client.get(page).content.decode()
    for response in (client.get(f"{page}withdraw/"), client.post(f"{page}withdraw/")):
        assert response.status_code == 410


def test_what_is_decided_cannot_be_withdrawn(client: Client, page: str, confirmed: Application) -> None:
    decline(confirmed.pk, MARKS, ANNA, "Not yet.")
    assert "withdraw/" not in client.get(page).content.decode()
    assert client.post(f"{page}withdraw/").status_code == 410
    assert Application.objects.get().state == State.DECLINED


def test_the_badge_is_fetched_in_all_its_forms(client: Client, page: str, awarded: Award, read_mail: Read) -> None:
    mailed = {name: content for name, content, _kind in read_mail().attachments}  # type: ignore[misc]
    assert set(mailed) == {"badge.json", "badge.png", "badge.svg", "certificate.pdf"}
    text = client.get(page).content.decode()
    for name, content in mailed.items():
        assert f"{page}{name}" in text
        response: Any = client.get(f"{page}{name}")
        assert response.content == (content.encode() if isinstance(content, str) else content)
        assert response["Content-Disposition"] == f'attachment; filename="active-listening-{name}"'
    assert client.get(f"{page}other.txt").status_code == 404


def test_a_revoked_badge_is_said_to_be_so(client: Client, page: str, awarded: Award) -> None:
    revoke(awarded, "Issued by mistake.", ANNA)
    text = client.get(page).content.decode()
    assert "Revoked" in text
    assert "Issued by mistake." in text
    assert "badge.png" not in text
    assert "<li>Revoked" in text.partition("What has happened")[2]


def test_an_expired_badge_is_said_to_be_so(client: Client, page: str, awarded: Award) -> None:
    Award.objects.update(valid_until=timezone.now())
    assert "genuine but expired" in client.get(page).content.decode()


def test_the_link_runs_out_and_can_be_sent_again(client: Client, page: str, read_mail: Read) -> None:
    LinkToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    response: Any = client.get(page)
    assert response.status_code == 410
    assert "/apply/links/" in response.content.decode()
    for path in ("withdraw/", "erase/", "badge.png"):
        assert client.get(page + path).status_code == 410
    client.post("/apply/links/", {"email": "Maija@mail.example"}, headers={"Origin": ORIGIN})
    assert client.get(status_link(read_mail())).status_code == 200


def test_sending_links_again_answers_the_same_for_an_unknown_address(client: Client, page: str) -> None:
    deliver_mail()
    before = len(mail.outbox)
    answers = [
        client.post("/apply/links/", {"email": email, "language": "fi"}, headers={"Origin": ORIGIN})
        for email in ("maija@mail.example", "nobody@mail.example")
    ]
    assert answers[0].content == answers[1].content
    assert [answer.status_code for answer in answers] == [200, 200]
    deliver_mail()
    assert [message.to for message in mail.outbox[before:]] == [["maija@mail.example"]]
    assert mail.outbox[-1].extra_headers["Content-Language"] == "fi"
    assert MailMessage.objects.filter(to="nobody@mail.example").count() == 0


def test_of_what_is_not_confirmed_the_link_to_confirm_comes_again(
    post: Any, fields: dict[str, str], client: Client, read_mail: Read
) -> None:
    post(fields)
    client.post("/apply/links/", {"email": fields["email"]}, headers={"Origin": ORIGIN})
    link = re.search(r"/apply/confirm/\S+", str(read_mail().body))
    assert link
    assert client.get(link[0]).status_code == 200


def test_links_are_not_sent_from_a_foreign_page_nor_for_a_program(client: Client, confirmed: Application) -> None:
    ask = {"email": confirmed.email}
    assert client.post("/apply/links/", ask, headers={"Origin": "https://foreign.example"}).status_code == 403
    assert client.post("/apply/links/", ask, headers={"Origin": "null"}).status_code == 403
    client.post("/apply/links/", {**ask, "website": "x"}, headers={"Origin": ORIGIN})
    bad: Any = client.post("/apply/links/", {"email": "a@b.example\r\nBcc: c@d.example"}, headers={"Origin": ORIGIN})
    assert bad.status_code == 422
    assert not MailMessage.objects.filter(kind="links").exists()


def test_a_link_of_one_purpose_opens_no_other(client: Client, page: str) -> None:
    secret = page.split("/")[3]
    for purpose in (Purpose.CONFIRM, Purpose.MEND):
        assert client.get(f"/apply/{purpose.value}/{secret}/").status_code == 410


@pytest.mark.parametrize("path", ["", "withdraw/", "erase/", "badge.png"])
def test_a_guessed_page_opens_nothing(client: Client, confirmed: Application, path: str) -> None:
    assert client.get(f"/apply/status/guessed/{path}").status_code == 410


@pytest.mark.parametrize("path", ["/apply/", "/apply/status/", "/apply/applications/", "/apply/challenge"])
def test_no_public_address_tells_of_applicants(client: Client, confirmed: Application, path: str) -> None:
    for response in (client.get(path), client.get(path, headers={"Accept": "application/json"})):
        for words in (confirmed.email, confirmed.name, confirmed.reference, SITUATION):
            assert words not in response.content.decode()
