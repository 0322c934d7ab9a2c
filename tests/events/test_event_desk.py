"""The desk of events: the event, its list, who was there, badges by mail, codes, paper and figures."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cms.assessment.events import event as desk_event
from cms.events.awarding import award_attended
from cms.events.models import ClaimCode, CodeKind, EventState, Participant, TrainingEvent
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.credentials import AwardFacts
from cms.issuance.models import Award, MailMessage
from cms.issuance.steps import Actor
from cms.typesetting import TypesettingError

LEAD = Actor("lead", 7, "lead@site.example", is_lead=True)
CRITERIA = [{"key": "a", "title": "Attention", "description": "You notice.", "example": "A talk."}]
GOOD = 'name,email,attended\nÅsa Öberg,asa@mail.example,yes\n"Mäki, Maija",MAIJA@mail.example,\n'
FORM = {
    "title": "Asking well",
    "starts": "2026-05-30",
    "ends": "2026-05-31",
    "place": "Turku",
    "language": "en",
    "badges": ["listening", "ethics"],
    "organiser": "The Harbour",
    "places": "12",
    "state": "planned",
}


def text(response: Any) -> str:
    return unescape(response.content.decode())


def upload(client: Client, event: TrainingEvent, content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("people.csv", data, "text/csv")
    return text(client.post(f"/admin/events/{event.pk}/participants/", {"file": file}))


def there(event: TrainingEvent, *people: str, attended: bool = True) -> list[Participant]:
    rows = [Participant(event=event, name=f"Name {n}", email=n, attended=attended) for n in people]
    return Participant.objects.bulk_create(rows)


def test_an_event_is_made_and_changed(lead: Client, event: TrainingEvent) -> None:
    response = lead.post("/admin/events/new/", FORM, follow=True)
    made = TrainingEvent.objects.get(title="Asking well")
    assert response.redirect_chain == [(f"/admin/events/{made.pk}/", 302)]
    assert "30 May 2026 to 31 May 2026" in text(response)
    lead.post(f"/admin/events/{made.pk}/edit/", {**FORM, "title": "Asking better"})
    made.refresh_from_db()
    assert (made.title, made.badges) == ("Asking better", ["listening", "ethics"])
    listed = text(lead.get("/admin/events/?state=planned"))
    assert "Asking better" in listed
    assert "Listening in Tampere" in listed


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": ""}, "This field is required."),
        ({"ends": "2026-05-01"}, "The last day is before the first."),
        ({"place": ""}, "Write a place, or tick that it is online."),
        ({"badges": []}, "Choose at least one badge."),
        ({"badges": ["whole-set"]}, "is awarded by itself for a set"),
        ({"badges": ["jury"]}, "needs two assessors who agree"),
        ({"language": "fi"}, "“ethics” is not published in this language."),
    ],
)
def test_an_event_with_faults_is_told_by_field_and_not_kept(
    lead: Client, event: TrainingEvent, change: dict[str, Any], told: str
) -> None:
    publish_achievement("whole-set", "en", AchievementContent("Whole set", "", [], skills_needed=2))
    publish_achievement("jury", "en", AchievementContent("Jury", "", CRITERIA, assessors=2))
    response = lead.post("/admin/events/new/", {**FORM, **change})
    assert (response.status_code, told in text(response)) == (422, True)
    assert TrainingEvent.objects.count() == 1


def test_a_list_comes_from_a_file_after_a_look_at_it(lead: Client, event: TrainingEvent) -> None:
    [known] = there(event, "asa@mail.example", attended=False)
    shown = upload(lead, event, GOOD)
    assert "1 participant to add" in shown
    assert "will be ticked as present" in shown
    assert event.participants.count() == 1
    address = f"/admin/events/{event.pk}/participants/"
    lead.post(address, {"content": GOOD.replace("\n", "\r\n")})
    lead.post(address, {"content": GOOD})
    assert event.participants.get(email="maija@mail.example").name == "Mäki, Maija"
    known.refresh_from_db()
    assert (event.participants.count(), known.attended) == (2, True)


def test_faults_of_a_file_are_told_by_line_and_nobody_is_added(lead: Client, event: TrainingEvent) -> None:
    content = (
        "name,email,attended\n,nobody,yes\nBo,bo@mail.example,perhaps\nBo,BO@mail.example,no\nToo,many,cells,here\n"
    )
    shown = upload(lead, event, content)
    rows = re.findall(r'<tr><td class="desk-number">(\d*)</td><td>(.*?)</td>', shown)
    assert (
        rows
        == [
            ("2", "The name is missing."),
            ("2", "“nobody” is no e-mail address."),
            ("3", "attended: write yes or no, not “perhaps”."),
            ("4", "The same address as line 3."),
        ]
        or ("5", "4 cells, but the first line has 3.") in rows
    )
    assert "Missing: email" in upload(lead, event, "name,mail\nBo,bo@mail.example\n")
    assert "This is not UTF-8" in upload(lead, event, GOOD.encode("latin-1"))
    assert "There is nobody in this file." in upload(lead, event, "name,email\n")
    many = "name,email\n" + "".join(f"N,p{n}@mail.example\n" for n in range(201))
    assert "More than 200 people" in upload(lead, event, many)
    assert not event.participants.exists()


def test_people_are_typed_in_ticked_and_taken_off(lead: Client, event: TrainingEvent) -> None:
    address = f"/admin/events/{event.pk}/"
    for name in ("Åsa", "Bo"):
        lead.post(address, {"do": "add", "name": name, "email": f"{name.lower()}@mail.example".replace("å", "a")})
    again = lead.post(address, {"do": "add", "name": "Åsa", "email": "ASA@mail.example"})
    assert (again.status_code, "on the list already" in text(again)) == (422, True)
    bo, asa = event.participants.order_by("email").reverse()[0], event.participants.get(email="asa@mail.example")
    # Somebody who is added meanwhile keeps their tick.
    [late] = there(event, "late@mail.example")
    lead.post(address, {"do": "attendance", "shown": [asa.pk, bo.pk], "there": [asa.pk]})
    asa.refresh_from_db()
    late.refresh_from_db()
    event.refresh_from_db()
    assert (asa.attended, late.attended, event.state) == (True, True, EventState.HELD)
    page = text(lead.get(address))
    assert re.search(rf'type="checkbox" name="there" value="{asa.pk}" id="there-{asa.pk}" checked', page)
    sheet = text(lead.get(f"{address}list/"))
    assert "Åsa" in sheet
    assert "asa@mail.example" not in sheet
    lead.post(address, {"do": "remove", "who": asa.pk})
    assert not event.participants.filter(pk=asa.pk).exists()


def test_those_who_were_there_get_their_badges_once(
    lead: Client, event: TrainingEvent, signed: list[AwardFacts]
) -> None:
    there(event, "a@mail.example", "b@mail.example")
    there(event, "absent@mail.example", attended=False)
    address = f"/admin/events/{event.pk}/"
    assert lead.post(address, {"do": "award"}).status_code == 422
    assert not signed
    told = text(lead.post(address, {"do": "award", "agreed": "on"}, follow=True))
    assert "2 badges are awarded" in told
    assert "Nobody who was there lacks a badge" in told
    lead.post(address, {"do": "award", "agreed": "on"})
    assert sorted(facts.recipient_email for facts in signed) == ["a@mail.example", "b@mail.example"]
    assert signed[0].issued_at.date() == event.ends
    assert MailMessage.objects.filter(kind="awarded").count() == 2
    # What was awarded stays with the event.
    data = {**FORM, "badges": ["ethics"], "state": "held"}
    assert "was awarded at this event" in text(lead.post(f"{address}edit/", data))


def test_nobody_awards_a_badge_to_themselves(lead: Client, event: TrainingEvent) -> None:
    there(event, "lead+course@site.example", "b@mail.example")
    address = f"/admin/events/{event.pk}/"
    assert "You cannot award these" in text(lead.get(address))
    assert "This is your own application" in text(lead.post(address, {"do": "award", "agreed": "on"}, follow=True))
    assert not Award.objects.exists()


def test_codes_go_out_on_paper_and_by_mail(lead: Client, event: TrainingEvent, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}
    monkeypatch.setattr(desk_event, "cards_pdf", lambda event, codes, days: made.setdefault("codes", codes) and b"%PDF")
    monkeypatch.setattr(desk_event, "poster_pdf", lambda event, row, code: made.setdefault("code", code) and b"%PDF")
    address, last = f"/admin/events/{event.pk}/", timezone.localdate() + timedelta(days=9)
    days = {"works_from": event.starts.isoformat(), "expires": last.isoformat()}
    response = lead.post(address, {"do": "cards", "count": "3", **days})
    assert (response["Content-Type"], len(made["codes"])) == ("application/pdf", 3)
    there(event, "a@mail.example")
    lead.post(address, {"do": "mail", **days})
    assert MailMessage.objects.get(kind="claim_code").to == "a@mail.example"
    assert lead.get(f"{address}poster.pdf").status_code == 302
    lead.post(address, {"do": "poster", "count": "25", **days})
    assert lead.get(f"{address}poster.pdf").content == b"%PDF"
    row = ClaimCode.objects.get(kind=CodeKind.POSTER)
    assert (row.most, row.expires, row.made_by) == (25, last, "lead")
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    late = lead.post(address, {"do": "poster", "count": "0", "works_from": yesterday, "expires": yesterday})
    assert late.status_code == 422
    assert {"The last day is over.", "Ensure this value is greater than or equal to 1."} <= set(
        re.findall(r"The last day is over\.|Ensure this value is[^<]*1\.", text(late))
    )
    lead.post(address, {"do": "withdraw"})
    assert not ClaimCode.objects.filter(withdrawn_at=None).exists()
    event.state = EventState.CANCELLED
    event.save()
    lead.post(address, {"do": "cards", "count": "3", **days})
    assert ClaimCode.objects.filter(withdrawn_at=None).count() == 0


def test_only_leads_get_in(client: Client, lead: Client, event: TrainingEvent) -> None:
    for path in ("", "new/", f"{event.pk}/", f"{event.pk}/edit/", f"{event.pk}/participants/", f"{event.pk}/list/"):
        assert client.get(f"/admin/events/{path}").status_code == 302
        assert lead.get(f"/admin/events/{path}").status_code == 200
    assert lead.get("/admin/events/999/").status_code == 404
    assert text(lead.get("/admin/events/participants.csv")).startswith("\ufeffname,email,attended")


def test_the_statistics_tell_what_came_of_events_and_point_at_nobody(lead: Client, event: TrainingEvent) -> None:
    there(event, *(f"p{n}@mail.example" for n in range(6)))
    award_attended(event, LEAD)
    TrainingEvent.objects.update(state=EventState.HELD)
    small = TrainingEvent.objects.create(
        **{**FORM, "badges": ["ethics"], "language": "fi", "state": "held"}  # type: ignore[misc]
    )
    there(small, "x@mail.example", "y@mail.example")
    page = text(lead.get("/admin/applications/statistics/"))
    assert "Training events, by: Language" in page
    cells = text(lead.get("/admin/applications/statistics/?format=events")).splitlines()
    assert cells[0] == "\ufeffby,,Events held,Were there,Badges by mail,Badges claimed,Badges together"
    assert "Language,English,1,hidden,6,0,6" in cells
    assert "Language,Suomi,1,hidden,0,0,0" in cells
    assert "Language,Together,2,8,6,0,6" in cells
    assert "Badge,Listening,,,6,0,6" in cells


def test_cards_that_cannot_be_printed_leave_no_codes(
    lead: Client, event: TrainingEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> bytes:
        raise TypesettingError("no font has these letters: \u4f60")

    monkeypatch.setattr(desk_event, "cards_pdf", fail)
    monkeypatch.setattr(desk_event, "poster_pdf", fail)
    address, last = f"/admin/events/{event.pk}/", timezone.localdate() + timedelta(days=9)
    days = {"works_from": event.starts.isoformat(), "expires": last.isoformat()}
    told = "This could not be printed: no font has these letters"
    assert told in text(lead.post(address, {"do": "cards", "count": "3", **days}, follow=True))
    assert not ClaimCode.objects.exists()
    lead.post(address, {"do": "poster", "count": "25", **days})
    assert told in text(lead.get(f"{address}poster.pdf", follow=True))
