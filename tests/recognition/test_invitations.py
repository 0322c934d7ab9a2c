"""An organisation and the link of its invitation: what it sees, what is kept, and what is said when it cannot be."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.endpoint.openapi import describe
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Endorsement, MailMessage
from cms.recognition import inviting
from cms.recognition.models import Invitation, State
from cms.recognition.retention import purge_invitations

TEXT = "Who holds this badge listens before answering. We look for that when we hire."
GOOD = {"name": "The Harbour", "role": "Employer", "text": TEXT, "badge-empathy": "yes"}
Invite = Callable[..., Invitation]
Path = Callable[[], str]


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.PUBLIC_URL = "https://site.example"
    settings.ENDPOINT_URL = "https://apply.example"


@pytest.fixture
def invite(db: None) -> Invite:
    criteria = [{"key": "waits", "title": "Waits <long>", "description": "For an answer.", "example": "Three."}]
    for slug in ("empathy", "ethics"):
        publish_achievement(slug, "en", AchievementContent(slug.title(), "The holder does.", criteria))
    publish_achievement("empathy", "fi", AchievementContent("Empatia", "Osaa.", criteria))

    def make(**changed: Any) -> Invitation:
        values = {
            **{"language": "en", "organisation": "The Harbour", "website": "https://harbour.example/"},
            **{"email": "maija@harbour.example", "badges": ["empathy", "ethics", ""], "note": "Dear & kind."},
            **{"deadline": timezone.localdate() + timedelta(days=9), "invited_by": "eve"},
            **{"answer_to": "eve@site.example"},
        }
        invitation = Invitation(**{**values, **changed})
        inviting.invite(invitation)
        return invitation

    return make


@pytest.fixture
def newest_link() -> Path:
    """Send what waits, and return the path of the link in the newest mail to the organisation."""

    def read() -> str:
        deliver_mail()
        found = [
            path
            for message in mail.outbox
            for path in re.findall(r"https://apply\.example(/apply/endorse/\S+/)", str(message.body))
        ]
        return str(found[-1])

    return read


def test_the_mail_says_what_is_asked_and_until_when(invite: Invite, newest_link: Path) -> None:
    invite(language="fi")
    newest_link()
    [message] = mail.outbox
    assert message.to == ["maija@harbour.example"]
    assert "Empatia, Ethics" in message.body
    assert "Dear & kind." in message.body
    assert MailMessage.objects.get().body.count("/apply/endorse/") == 0, "the link is kept nowhere"


def test_from_the_link_to_an_editor_in_two_steps(invite: Invite, newest_link: Path, client: Client) -> None:
    invitation = invite()
    path = newest_link()
    page = client.get(path)
    shown = page.content.decode()
    assert "Waits &lt;long&gt;" in shown
    assert "Dear &amp; kind." in shown
    assert (page["Referrer-Policy"], page["Cache-Control"], page.cookies) == ("no-referrer", "no-store", {})
    look = client.post(path, {**GOOD, "do": "look"}).content.decode()
    assert TEXT in look
    assert "https://harbour.example/" in look
    assert "<strong>The Harbour</strong>, Employer" in look
    assert 'name="badge-ethics" value=""' in look
    assert Invitation.objects.get().state == State.INVITED
    assert client.post(path, {**GOOD, "do": "send"}).status_code == 422, "without consent"
    assert Invitation.objects.get().state == State.INVITED
    sent = client.post(path, {**GOOD, "do": "send", "consent": "yes"})
    assert (sent.status_code, sent["Location"]) == (303, path)
    assert "has reached us" in client.get(path).content.decode()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.chosen, invitation.role) == (State.ANSWERED, ["empathy"], "Employer")
    assert not Endorsement.objects.exists(), "nothing is signed before an editor has read it"
    deliver_mail()
    assert mail.outbox[-1].to == ["eve@site.example"]
    assert TEXT not in str(mail.outbox[-1].body)


def test_a_link_is_good_for_one_answer(invite: Invite, newest_link: Path, client: Client) -> None:
    invite()
    path = newest_link()
    client.post(path, {**GOOD, "do": "send", "consent": "yes"})
    again = client.post(path, {**GOOD, "text": TEXT * 2, "do": "send", "consent": "yes"})
    assert again.status_code == 410
    assert "has been used" in again.content.decode()
    assert Invitation.objects.get().text == TEXT


FAULTS = [
    ("text", f"{TEXT} <b>Really</b>", "without markup such as “&lt;b&gt;”"),
    ("text", "Good.", "at least 40"),
    ("text", "x" * 1501, "at most 1500"),
    ("text", f"{TEXT} \x07", "hidden character"),
    ("name", "The Harb\u200bour", "a sign that nobody sees"),
    ("name", "Two\nlines", "on one line"),
    ("role", "", "Please fill this in."),
    ("role", "[url=x]", "without markup"),
    ("badge-empathy", "", "Tick at least one badge."),
]


def test_a_fault_is_named_by_its_field_and_nothing_is_kept(invite: Invite, newest_link: Path, client: Client) -> None:
    invite()
    path = newest_link()
    for field, value, said in FAULTS:
        for wish in ("look", "send"):
            answer = client.post(path, {**GOOD, "consent": "yes", "do": wish, field: value})
            assert answer.status_code == 422, field
            assert said in answer.content.decode(), field
    assert Invitation.objects.get().state == State.INVITED


def test_forged_replaced_late_and_withdrawn_links_say_why(invite: Invite, newest_link: Path, client: Client) -> None:
    invitation = invite()
    first = newest_link()
    other = first.replace("endorse/", "endorse/withdraw/")
    forged = (first[:-3] + "AA/", f"/apply/endorse/{invitation.pk.hex}-1/", other)
    for path in forged:
        for answer in (client.get(path), client.post(path, {**GOOD, "do": "send", "consent": "yes"})):
            assert answer.status_code == 410
            assert "We do not know this link" in answer.content.decode()
    inviting.send_again(invitation.pk, invitation.deadline)
    assert "There is a newer link" in client.get(first).content.decode()
    second = newest_link()
    assert client.get(second).status_code == 200
    Invitation.objects.update(deadline=timezone.localdate() - timedelta(days=1))
    late = client.post(second, {**GOOD, "do": "send", "consent": "yes"})
    assert (late.status_code, "out of date" in late.content.decode()) == (410, True)
    inviting.take_back(invitation.pk)
    assert "was taken back" in client.get(second).content.decode()
    Invitation.objects.all().delete()
    assert client.get(second).status_code == 410
    assert not Endorsement.objects.exists()


def test_no_is_one_button_and_ends_it(invite: Invite, newest_link: Path, client: Client) -> None:
    invite(language="fi")
    path = newest_link()
    assert client.post(path, {"do": "decline"}).status_code == 200
    assert Invitation.objects.get().state == State.DECLINED
    assert client.post(path, {**GOOD, "do": "send", "consent": "yes"}).status_code == 410
    assert client.put(path).status_code == 405


def test_one_badge_needs_no_box(invite: Invite, newest_link: Path, client: Client) -> None:
    invite(badges=["ethics"])
    path = newest_link()
    assert "badge-ethics" not in client.get(path).content.decode().replace('id="badge-ethics-title"', "").replace(
        'aria-labelledby="badge-ethics-title"', ""
    )
    client.post(path, {**GOOD, "do": "send", "consent": "yes"})
    assert Invitation.objects.get().chosen == ["ethics"]


def test_what_was_typed_survives_a_change(invite: Invite, newest_link: Path, client: Client) -> None:
    invite()
    page = client.post(newest_link(), {**GOOD, "do": "change"})
    assert page.status_code == 200
    assert f">\n{TEXT}</textarea>" in page.content.decode()


def test_invitations_are_deleted_when_the_privacy_notice_says_so(invite: Invite) -> None:
    today = timezone.localdate()
    kept, over = django_settings.KEEP_UNFINISHED_DAYS - 1, django_settings.KEEP_UNFINISHED_DAYS + 2
    for days, state in ((kept, State.DECLINED), (over, State.DECLINED), (kept, State.INVITED), (over, State.INVITED)):
        row = invite(deadline=today - timedelta(days=days))
        Invitation.objects.filter(pk=row.pk).update(state=state, ended_at=timezone.now() - timedelta(days=days))
    assert purge_invitations() == 2
    assert set(Invitation.objects.values_list("deadline", flat=True)) == {today - timedelta(days=kept)}
    assert purge_invitations(everything=True) == 2


def test_the_description_of_the_endpoint_names_the_form(db: None) -> None:
    described = describe()["paths"]["/apply/endorse/{secret}/"]["post"]["requestBody"]["content"]
    [content] = described.values()
    assert content["schema"]["properties"]["text"]["maxLength"] == 1500
