"""Training events, endorsements and canvases of two projects: each is handled, answered, mailed and counted apart."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms import projects
from cms.assessment.events import printing
from cms.events.awarding import award_claims
from cms.events.codes import make_codes
from cms.events.models import CodeKind, EventState, Participant, TrainingEvent
from cms.events.record import held_events, private_texts
from cms.events.retention import purge_events
from cms.issuance.awards import make as awards
from cms.issuance.awards.endorsements import issue_endorsement
from cms.issuance.awards.holders import is_new_holder
from cms.issuance.credentials import AwardFacts, IssuedBadge
from cms.issuance.ending.closing import end_undecided, undecided
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Application, Award, MailMessage
from cms.issuance.record.endorsements import published_endorsements
from cms.issuance.record.figures import award_figures
from cms.issuance.states import State
from cms.issuance.steps import Actor
from cms.learning.models import BadgeIndexPage, BadgePage
from cms.learning.projects import project_of_page
from cms.recognition import inviting
from cms.recognition.models import Invitation
from cms.recognition.retention import purge_invitations
from tests.projects.second import FACTS, FIRST_SITE, SECOND_SITE, person

LEAD = Actor("lead", 7, "lead@site.example", is_lead=True)
SECOND = "second: Lead assessors"
FORM = {
    "title": "Asking well",
    **{"starts": "2026-05-30", "ends": "2026-05-31", "place": "Turku", "language": "en"},
    **{"badges": ["second:listening"], "organiser": "The Harbour", "state": "planned"},
}
Events = dict[str, TrainingEvent]


@pytest.fixture(autouse=True)
def _unsigned(monkeypatch: pytest.MonkeyPatch) -> None:
    def issue(given: AwardFacts) -> IssuedBadge:
        return IssuedBadge({"id": given.credential_id}, b"{}", b"\x89PNG", b"<svg/>")

    monkeypatch.setattr(awards, "issue_badge", issue)


@pytest.fixture
def events(both_issuers: None) -> Events:
    """An event of yesterday in each project, with a participant."""
    day = timezone.localdate() - timedelta(days=1)
    found = {}
    for key, title in (("", "Day of the first"), ("second", "Day of the second")):
        badges = [projects.find(key).badge_key("listening")]
        found[key] = TrainingEvent.objects.create(
            project=key, title=title, starts=day, ends=day, place="Turku", language="en", badges=badges, organiser="X"
        )
        Participant.objects.create(event=found[key], name=f"Guest{key}", email=f"guest{key}@mail.example")
    return found


@pytest.fixture
def invite(both_issuers: None) -> Callable[..., Invitation]:
    def make(key: str) -> Invitation:
        badges = [projects.find(key).badge_key(slug) for slug in ("listening", "")]
        invitation = Invitation(
            **{"project": key, "language": "en", "organisation": f"Harbour of {key or 'one'}"},
            **{
                "website": "https://harbour.example/",
                "email": "maija@mail.example",
                "answer_to": "eve@x.example",
            },
            badges=badges,
            deadline=timezone.localdate() + timedelta(days=9),
        )
        inviting.invite(invitation)
        return invitation

    return make


def code_of(event: TrainingEvent) -> str:
    today = timezone.localdate()
    return make_codes(event, CodeKind.CARD, 1, (today, today), LEAD)[0]


def claim(code: str, origin: str, **more: str) -> Any:
    fields = {"code": code, "language": "en", "name": "Maija", "email": "maija@mail.example"}
    ticks = {"attended": "yes", "privacy": "yes"}
    return Client().post("/apply/claim/", {**fields, **ticks, **more}, headers={"Origin": origin})


def newest_link() -> str:
    deliver_mail()
    found = re.findall(r"https://apply.example(/\S+)", str(mail.outbox[-1].body))
    return str(found[0])


def test_leads_see_and_handle_events_of_their_own_project_only(events: Events) -> None:
    for key, client in (("", person("one", "Lead assessors")), ("second", person("two", SECOND))):
        listed = client.get(reverse("events:list")).content.decode()
        own, other = events[key], events["" if key else "second"]
        assert own.title in listed
        assert other.title not in listed
        for name in ("event", "edit", "people", "sheet", "poster"):
            assert client.get(reverse(f"events:{name}", args=[other.pk])).status_code == 404
        assert client.post(reverse("events:event", args=[other.pk]), {"do": "award", "agreed": "on"}).status_code == 404
        assert client.get(reverse("events:event", args=[own.pk])).status_code == 200


def test_an_event_offers_badges_and_languages_of_the_project_and_is_kept_in_it(events: Events) -> None:
    client = person("two", SECOND)
    form = client.get(reverse("events:new")).context["form"]
    assert [key for key, _name in form.fields["badges"].choices] == ["second:listening"]
    assert [code for code, _name in form.fields["language"].choices] == ["en", "fi"]
    assert client.post(reverse("events:new"), {**FORM, "badges": ["listening"]}).status_code == 422
    client.post(reverse("events:new"), FORM)
    assert TrainingEvent.objects.get(title="Asking well").project == "second"


def test_who_works_on_both_comes_to_an_event_by_its_address(events: Events) -> None:
    client = person("both", "Lead assessors", SECOND)
    address = reverse("events:edit", args=[events["second"].pk])
    client.post(address, {**FORM, "title": "Day of all"})
    events["second"].refresh_from_db()
    assert (events["second"].title, events["second"].project) == ("Day of all", "second")


def test_a_code_opens_the_event_of_its_own_project_only(events: Events) -> None:
    first, second = code_of(events[""]), code_of(events["second"])
    assert claim(second, FIRST_SITE).status_code == 422
    assert claim(first, SECOND_SITE, project="second").status_code == 422
    assert claim(second, FIRST_SITE, project="second").status_code == 403
    assert claim(first, SECOND_SITE).status_code == 403
    assert claim(first, SECOND_SITE, project="third").status_code == 403
    assert not MailMessage.objects.exists()
    again = claim("0000", SECOND_SITE, project="second")
    assert b'name="project" value="second"' in again.content
    assert SECOND_SITE in again.content.decode()


def test_a_claim_is_answered_mailed_and_awarded_by_its_own_project(events: Events, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "First <badges@site.example>"
    answer = claim(code_of(events["second"]), SECOND_SITE, project="second")
    assert answer["Location"] == f"{SECOND_SITE}/en/claim-received/"
    link = newest_link()
    assert mail.outbox[-1].from_email == "Second issuer <badges@site.example>"
    shown = Client().get(link)
    assert "Second issuer" in shown.content.decode()
    assert Client().post(link)["Location"] == f"{SECOND_SITE}/en/claim-confirmed/"
    assert SECOND_SITE in Client().get(link)["Content-Security-Policy"], "a link that was used is of the project too"
    assert award_claims() == 1
    award = Award.objects.get()
    assert award.achievement.slug == "second:listening"
    deliver_mail()
    assert {message.from_email for message in mail.outbox} == {"Second issuer <badges@site.example>"}
    assert FIRST_SITE not in str(mail.outbox[-1].body)
    assert not is_new_holder("maija@mail.example", "second:asking")
    assert is_new_holder("maija@mail.example", "listening")
    assert award_figures().people == 0


def test_claims_close_with_their_own_project(events: Events) -> None:
    codes = {key: code_of(event) for key, event in events.items()}
    projects.keep("second", {**FACTS, "applications_close": "2026-01-01"})
    assert claim(codes["second"], SECOND_SITE, project="second").status_code == 410
    assert claim(codes[""], FIRST_SITE).status_code == 303


def test_paper_names_its_own_issuer_and_site(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(printing, "typeset", lambda job, _seconds: given.append(job.text) or b"")
    monkeypatch.setattr(printing, "artwork", lambda _slug, _kind: b"<svg/>")
    monkeypatch.setattr(printing, "font_paths", list)
    today = timezone.localdate()
    for event in events.values():
        printing.cards_pdf(event, ["ABCDEFGHJKMN"], (today, today))
    assert [words["issuer"] for words in given] == ["SOSTRA Soft Skills Badges", "Second issuer"]
    assert [words["address"] for words in given] == [f"{site}/en/claim/" for site in (FIRST_SITE, SECOND_SITE)]


def test_events_are_counted_apart_and_all_people_kept_private(events: Events) -> None:
    TrainingEvent.objects.update(state=EventState.HELD)
    assert list(held_events()) == [events[""]]
    with projects.use(projects.find("second")):
        assert list(held_events()) == [events["second"]]
        assert {"Guest", "Guestsecond"} <= private_texts()


def test_invitations_are_handled_in_their_own_project_only(invite: Callable[..., Invitation]) -> None:
    own, other = invite("second"), invite("")
    client = person("two", SECOND)
    listed = client.get(reverse("recognition:invitations")).content.decode()
    assert own.organisation in listed
    assert other.organisation not in listed
    assert client.get(reverse("recognition:invitation", args=[own.pk])).status_code == 200
    page = reverse("recognition:invitation", args=[other.pk])
    assert client.get(page).status_code == 404
    assert client.post(page, {"do": "take_back"}).status_code == 404
    form = client.get(reverse("recognition:invite")).context["form"]
    assert [key for key, _name in form.fields["badges"].choices] == ["issuer", "second:listening"]
    assert [code for code, _name in form.fields["language"].choices] == ["en", "fi"]


def test_an_organisation_reads_and_answers_on_behalf_of_the_right_project(
    invite: Callable[..., Invitation], settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "First <badges@site.example>"
    invitation = invite("second")
    link = newest_link()
    assert mail.outbox[-1].from_email == "Second issuer <badges@site.example>"
    page = Client().get(link).content.decode()
    assert f'href="{SECOND_SITE}/en/badges/listening/"' in page
    assert "Second issuer asks whether" in page
    assert 'name="badge-listening"' in page
    assert 'name="issuer"' in page
    text = "Who holds this badge listens before answering. We look for that."
    said = {"name": "Harbour", "role": "Employer", "text": text, "issuer": "yes", "do": "send", "consent": "yes"}
    assert Client().post(link, said).status_code == 303
    invitation.refresh_from_db()
    assert invitation.chosen == ["second:"]
    deliver_mail()
    assert {message.from_email for message in mail.outbox} == {"Second issuer <badges@site.example>"}


@pytest.mark.django_db
def test_pages_show_endorsements_of_their_own_project(both: Path, signing_key: Path) -> None:
    issue_endorsement("Harbour", "https://harbour.example/", "We recognise it.", "en", "listening")
    with projects.use(projects.find("second")):
        issue_endorsement("Mill", "https://mill.example/", "We recognise it too.", "lt", "listening")
        assert [(said["slug"], said["organisation"]) for said in published_endorsements()] == [("listening", "Mill")]
    assert [(said["slug"], said["organisation"]) for said in published_endorsements()] == [("listening", "Harbour")]


def test_a_canvas_becomes_drafts_of_the_project_that_is_worked_on(both: Path, client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("root", "root@site.example"))
    badge = {"name": "Leads a group", "description": "", "criteria": ["Ends with an agreement."]}
    content = {"format": "perennial-canvas", "version": 1, "language": "en", "canvas": {"badges": [badge]}}
    for key in ("", "second"):
        client.post(reverse("choose_project"), {"project": key})
        file = SimpleUploadedFile("canvas.json", json.dumps(content).encode())
        shown = client.post("/admin/canvas/", {"file": file})
        assert shown.context["earlier"] == []
        client.post("/admin/canvas/", {"do": "import", "canvas": shown.context["canvas"].as_file()})
    made = list(BadgePage.objects.filter(title="Leads a group").order_by("pk"))
    assert [project_of_page(page).key for page in made] == ["", "second"]
    assert all(isinstance(page.get_parent().specific, BadgeIndexPage) for page in made)


def test_who_leads_one_project_and_assesses_in_the_other_is_no_lead_there(
    events: Events, invite: Callable[..., Invitation]
) -> None:
    own, other = invite("second"), invite("")
    client = person("both", "Assessors", SECOND)
    assert client.get(reverse("events:list")).status_code == 302
    assert client.get(reverse("assessment:bulk")).status_code == 302
    assert client.get(reverse("recognition:invitations")).status_code == 302
    assert client.get(reverse("assessment:queue")).status_code == 200
    client.post(reverse("choose_project"), {"project": "second"})
    assert client.get(reverse("assessment:bulk")).status_code == 200
    assert client.get(reverse("events:event", args=[events["second"].pk])).status_code == 200
    assert client.get(reverse("events:event", args=[events[""].pk])).status_code == 404
    assert client.get(reverse("recognition:invitation", args=[own.pk])).status_code == 200
    assert client.get(reverse("recognition:invitation", args=[other.pk])).status_code == 404


def test_who_translates_in_the_first_project_assesses_nothing_there(both_issuers: None) -> None:
    Group.objects.create(name="Editors of the first")
    client = person("both", "Editors of the first", "second: Assessors")
    assert client.get(reverse("assessment:queue")).status_code == 302
    client.post(reverse("choose_project"), {"project": "second"})
    assert client.get(reverse("assessment:queue")).status_code == 200


def test_the_end_of_the_first_project_leaves_the_other_alone(events: Events) -> None:
    for slug in ("listening", "second:listening"):
        achievement = Achievement.objects.get(slug=slug)
        agreed = {"own_work": True, "privacy": True, "proof": slug, "digest": slug}
        Application.objects.create(achievement=achievement, name="A", email="a@mail.example", **agreed)
    assert undecided() == 1
    assert end_undecided(LEAD) == 1
    assert Application.objects.get(state=State.UNCONFIRMED).achievement.slug == "second:listening"
    purge_events(everything=True)
    purge_invitations(everything=True)
    assert [row.event.project for row in Participant.objects.all()] == ["second"]


def test_the_choice_on_the_first_screen_is_taken(both_issuers: None) -> None:
    user = get_user_model().objects.create_superuser("chief", "chief@site.example", "secret")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    form = page.partition(f'action="{reverse("choose_project")}"')[2].partition("</form>")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token, form
    said = {"project": "second", "csrfmiddlewaretoken": token[1]}
    assert client.post(reverse("choose_project"), said).status_code == 302
    assert '<option value="second" selected>' in client.get("/admin/").content.decode()
