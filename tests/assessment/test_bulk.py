"""Badges for a training day from a CSV: everything wrong is said with its line, and all or nothing is awarded."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.assessment.roles import ASSESSORS, LEADS
from cms.issuance.awards import make as awards
from cms.issuance.credentials import AwardFacts, CredentialError, IssuedBadge
from cms.issuance.models import Achievement, Application, Award, MailMessage
from cms.issuance.states import State

Apply = Callable[..., Application]
People = Callable[..., Client]
HEADER = "name,email,badge,language,narrative,date\n"
GOOD = (
    HEADER
    + "Åsa Öberg,asa@mail.example,active-listening,en,Took part in Tampere.,2026-05-31\n"
    + '"Mäki, Maija",MAIJA@mail.example,active-listening,fi,,\n'
)


@pytest.fixture
def lead(person: People, wait: Apply) -> Client:
    """A lead assessor, and a badge in two languages."""
    for language in ("en", "fi"):
        wait(language=language).delete()
    wait(slug="ethics", assessors=2).delete()
    return person("lead", LEADS, email="lead@site.example")


def upload(client: Client, content: str | bytes, title: str = "Listening, Tampere") -> str:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("day.csv", data, "text/csv")
    return unescape(client.post(reverse("assessment:bulk"), {"title": title, "file": file}).content.decode())


def award(client: Client, content: str, **changes: str) -> str:
    """Send the preview, with line ends as browsers send them."""
    fields = {"title": "Listening, Tampere", "content": content.replace("\n", "\r\n"), "agreed": "on", **changes}
    return unescape(client.post(reverse("assessment:bulk"), fields, follow=True).content.decode())


def test_a_preview_awards_nothing_and_the_button_all(lead: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    signed: list[AwardFacts] = []
    issue = awards.issue_badge
    monkeypatch.setattr(awards, "issue_badge", lambda facts: (signed.append(facts), issue(facts))[1])
    text = upload(lead, GOOD)
    assert "2 badges to award" in text
    assert "Mäki, Maija" in text
    assert not Award.objects.exists()
    assert "2 badges are awarded" in award(lead, GOOD)
    first, second = signed
    assert (first.recipient_email, first.narrative) == ("asa@mail.example", "Took part in Tampere.")
    assert first.issued_at.isoformat() == "2026-05-31T00:00:00+00:00"
    assert (second.recipient_email, second.language, second.narrative) == ("maija@mail.example", "fi", "")
    assert MailMessage.objects.filter(kind="awarded").count() == 2
    made = Application.objects.get(email="asa@mail.example")
    assert (made.state, str(made.batch), made.assessor) == (State.AWARDED, "Listening, Tampere", "lead")
    sheet = unescape(lead.get(reverse("assessment:sheet", args=[made.pk])).content.decode())
    assert "Awarded in bulk" in sheet


def test_the_same_file_again_awards_nothing_twice(lead: Client) -> None:
    award(lead, GOOD)
    again = upload(lead, "\ufeff" + GOOD.replace("\n", "\r\n"))
    assert "Awarded from this file already." in again
    assert "0 badges are awarded" in award(lead, GOOD)
    longer = GOOD + "Bo,bo@mail.example,active-listening,en,,\n"
    text = upload(lead, longer)
    assert "1 badge to award" in text
    assert "Holds this badge already." in text
    award(lead, longer)
    assert Award.objects.count() == MailMessage.objects.filter(kind="awarded").count() == 3


def test_who_holds_an_expired_badge_gets_a_new_one(lead: Client) -> None:
    award(lead, GOOD)
    Award.objects.update(valid_until=timezone.now())
    later = GOOD.replace("Took part in Tampere.", "Took part again.")
    assert "2 badges to award" in upload(lead, later)
    assert "2 badges are awarded" in award(lead, later)
    page = lead.get(reverse("assessment:awards")).content.decode()
    assert page.count("Expired") == 2
    assert page.count("In force") == 2


def test_who_was_erased_gets_no_badge_from_the_same_file_again(lead: Client) -> None:
    award(lead, GOOD)
    # What an erasure leaves of an application.
    Application.objects.filter(email="asa@mail.example").update(name="", email="", digest="x", state=State.ERASED)
    assert "Awarded from this file already." in upload(lead, GOOD)
    assert "0 badges are awarded" in award(lead, GOOD)


def test_a_badge_that_cannot_be_signed_leaves_nobody_with_one(lead: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def issue(facts: AwardFacts) -> IssuedBadge:
        if facts.language == "fi":
            raise CredentialError("there is no key")
        return IssuedBadge({}, b"{}", b"", b"")

    monkeypatch.setattr(awards, "issue_badge", issue)
    before = MailMessage.objects.count()
    text = award(lead, GOOD)
    assert "there is no key" in text
    assert "2 badges to award" in text
    assert not Award.objects.exists()
    assert not Application.objects.filter(batch__isnull=False).exists()
    assert MailMessage.objects.count() == before


def test_the_word_of_the_lead_is_needed(lead: Client) -> None:
    assert "Confirm this" in award(lead, GOOD, agreed="")
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    ("content", "line", "fault"),
    [
        (HEADER.encode() + b"Bo,bo@mail.example,active-listening,en,,\nM\xe4ki,m@mail.example,x,en,,\n", 3, "UTF-8"),
        ("name;email\nBo;bo@mail.example\n", 1, "Missing: badge, language."),
        ("name,email,badge,language,phone\n", 1, "Unknown columns: phone."),
        ("name,name,email,badge,language\n", 1, "twice"),
        (HEADER, "", "nobody in this file"),
        (HEADER + "Bo,bo@mail.example,active-listening\n", 2, "3 cells, but the first line has 6."),
        (HEADER + '"Bo,bo@mail.example,active-listening,en,,\n', 2, "cannot be read as CSV"),
        (HEADER + ",bo@mail.example,active-listening,en,,\n", 2, "The name is missing."),
        (HEADER + "Bo,bo at mail,active-listening,en,,\n", 2, "“bo at mail” is no e-mail address."),
        (HEADER + "Bo,bo@mail.example,active listening,en,,\n", 2, "Do you mean “active-listening”?"),
        (HEADER + "Bo,bo@mail.example,active-listening,sv,,\n", 2, "Unknown language “sv”."),
        (HEADER + "Bo,bo@mail.example,active-listening,en,,31.5.2026\n", 2, "year-month-day"),
        (HEADER + "Bo,bo@mail.example,active-listening,en,,2999-01-01\n", 2, "in the future"),
        (HEADER + "Bo,bo@mail.example,ethics,en,,\n", 2, "Two assessors must agree"),
        (HEADER + "Me,lead+x@site.example,active-listening,en,,\n", 2, "your own application"),
        (HEADER + "Bo,b@m.example,active-listening,en,,\n\nBo,B@m.example,active-listening,fi,,\n", 4, "as line 2"),
        (HEADER + 'Bo,b@m.example,active-listening,en,"one\ntwo",\nX,x,active-listening,en,,\n', 4, "no e-mail"),
        (HEADER + "Bo\x07,b@m.example,active-listening,en,,\n", 2, "hidden character"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(lead: Client, content: str | bytes, line: int | str, fault: str) -> None:
    text = " ".join(upload(lead, content).split())
    assert f'<td class="desk-number">{line}</td><td>' in text
    assert fault in text
    assert "to award" not in text
    award(lead, content if isinstance(content, str) else content.decode("latin-1"))
    if fault != "UTF-8":
        assert not Award.objects.exists()


def test_a_set_badge_comes_by_itself(lead: Client) -> None:
    Achievement.objects.filter(slug="active-listening").update(skills_needed=5, digest="of another version")
    assert "awarded by itself" in upload(lead, GOOD)
    award(lead, GOOD)
    assert not Award.objects.exists()


def test_a_spreadsheet_with_semicolons_is_read(lead: Client) -> None:
    assert "2 badges to award" in upload(lead, GOOD.replace('"Mäki, Maija"', "Maija Mäki").replace(",", ";"))


def test_a_file_that_is_too_long_is_refused(lead: Client) -> None:
    many = "".join(f"N,n{number}@mail.example,active-listening,en,,\n" for number in range(201))
    assert "More than 200 people" in upload(lead, HEADER + many)
    assert "larger than" in upload(lead, "x" * 300_000)


def test_the_sample_file_is_good(lead: Client) -> None:
    answer: Any = lead.get(reverse("assessment:bulk_sample"))
    assert "1 badge to award" in upload(lead, answer.content)


def test_assessors_do_not_award_in_bulk(person: People, lead: Client) -> None:
    anna = person("anna", ASSESSORS)
    assert anna.get(reverse("assessment:bulk")).status_code == 302
    award(anna, GOOD)
    assert not Award.objects.exists()
    assert "Award in bulk" not in anna.get(reverse("assessment:queue")).content.decode()
    assert "Award in bulk" in lead.get(reverse("assessment:queue")).content.decode()
