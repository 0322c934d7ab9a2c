"""Who sees and does what at the desk: languages, leads, assigning, conflicts, two assessors, the log."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.assessment.roles import ASSESSORS, LEADS, assessor_group_name
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award
from cms.issuance.states import State

Apply = Callable[..., Application]
People = Callable[..., Client]
MET = {"outcome-attention": "met", "outcome-checks": "met"}


def sheet(application: Application) -> str:
    return reverse("assessment:sheet", args=[application.pk])


def shown(client: Client, path: str, **query: str) -> str:
    return unescape(client.get(path, query, follow=True).content.decode())


def step(client: Client, application: Application, name: str, **data: str) -> str:
    path = reverse("assessment:handle", args=[application.pk])
    return unescape(client.post(path, {"step": name, **data}, follow=True).content.decode())


def decide(client: Client, application: Application, decision: str, **data: str) -> str:
    answer = client.post(sheet(application), {**MET, "decision": decision, **data}, follow=True)
    return unescape(answer.content.decode())


def number(name: str) -> str:
    return str(get_user_model().objects.get(username=name).pk)


def test_each_language_has_its_assessors(person: People, wait: Apply, awarded: Award) -> None:
    finnish = wait("Berta Berg", "fi")
    sari = person("sari", assessor_group_name("fi"))
    queue = shown(sari, reverse("assessment:queue"))
    assert "Berta Berg" in queue
    assert "Maija" not in queue
    assert "Maija" not in shown(sari, reverse("assessment:awards"))
    assert sari.get(sheet(awarded.application), follow=True).status_code == 404
    assert sari.get(reverse("assessment:revoke", args=[awarded.pk]), follow=True).status_code == 404
    assert "Suomi" in shown(sari, reverse("assessment:statistics"))
    assert "English:" not in shown(sari, reverse("assessment:statistics"))
    decide(sari, finnish, "award")
    finnish.refresh_from_db()
    assert finnish.state == State.AWARDED
    assert "Maija" in shown(person("all", ASSESSORS, assessor_group_name("fi")), reverse("assessment:awards"))


def test_an_application_is_claimed_and_given_back(person: People, wait: Apply) -> None:
    application = wait()
    anna, bo = person("anna", ASSESSORS), person("bo", ASSESSORS)
    assert "is now yours" in step(anna, application, "claim", seen="")
    assert "anna has this application" in step(bo, application, "claim", seen="")
    assert "Award the badge" not in shown(bo, sheet(application))
    answer = decide(bo, application, "award", message="My long message.")
    assert "anna has this application" in answer
    assert "My long message." in answer
    assert "is now yours" in step(bo, application, "claim", seen=number("anna"))
    assert "back in the queue" in step(bo, application, "release")
    application.refresh_from_db()
    assert (application.state, application.assessor) == (State.SUBMITTED, "")


def test_only_a_lead_assigns_and_only_to_who_may_assess(person: People, wait: Apply) -> None:
    application = wait("Matti", "fi")
    Application.objects.update(email="sari@site.example")
    lead, anna = person("lead", LEADS), person("anna", ASSESSORS)
    person("sari", assessor_group_name("fi"))
    person("ewa", assessor_group_name("pl"))
    offered = shown(lead, sheet(application))
    assert f'<option value="{number("anna")}">' in offered
    for nobody in ("sari", "ewa"):  # her own application; not her language
        assert f'<option value="{number(nobody)}">' not in offered
    data = {"assign-assessor": number("anna"), "assign-due": "2030-05-01"}
    assert 'value="assign"' not in shown(anna, sheet(application))
    assert "lead assessor" in step(anna, application, "assign", **data | {"assign-assessor": number("lead")})
    assert "later day" in step(lead, application, "assign", **data | {"assign-due": "2020-05-01"})
    assert "assigned to anna" in step(lead, application, "assign", **data)
    application.refresh_from_db()
    assert (application.state, application.assessor, str(application.due)) == ("in_review", "anna", "2030-05-01")
    assert "lead · Assigned: anna · until May 1, 2030" in shown(anna, sheet(application))


def test_a_conflict_closes_the_sheet_and_a_lead_opens_it_again(person: People, wait: Apply) -> None:
    application = wait()
    anna, lead = person("anna", ASSESSORS), person("lead", LEADS)
    step(anna, application, "note", **{"note-text": "Interesting."})
    assert "is noted" in step(anna, application, "conflict", **{"conflict-reason": "My cousin."})
    closed = shown(anna, sheet(application))
    for hidden in ("I listened all evening", "Interesting.", "Award the badge", "e.example"):
        assert hidden not in closed
    assert "conflict of interest is declared" in decide(anna, application, "award")
    assert "conflict of interest is declared" in step(anna, application, "note", **{"note-text": "Still here."})
    assert not application.notes.filter(text="Still here.").exists()
    assert "My cousin." in shown(lead, sheet(application))
    lifted = step(lead, application, "lift", conflict=str(application.conflicts.get().pk))
    assert "may assess this application again" in lifted
    assert "I listened all evening" in shown(anna, sheet(application))


def test_the_own_application_is_closed(person: People, wait: Apply) -> None:
    application = wait()
    Application.objects.update(email="anna@home.example")
    anna = person("anna", ASSESSORS, email="Anna+work@home.example")
    text = shown(anna, sheet(application))
    assert "your own application" in text
    assert "I listened all evening" not in text
    assert "your own application" in decide(anna, application, "award")
    assert not Award.objects.exists()


def test_two_assessors_without_each_other(person: People, wait: Apply) -> None:
    application = wait(assessors=2)
    anna, bo, lead = person("anna", ASSESSORS), person("bo", ASSESSORS), person("lead", LEADS)
    told = decide(anna, application, "award", **{"comment-checks": "Brilliant.", "message": "Well done."})
    assert "waits for another assessor" in told
    # The first reads her own opinion; the second reads that there is one, and not which.
    assert "Brilliant." in shown(anna, sheet(application))
    blind = shown(bo, sheet(application))
    assert "Opinion given" in blind
    for secret in ("Brilliant.", "Well done.", "Award decided", "Award</summary"):
        assert secret not in blind
    decide(bo, application, "decline", message="Not yet.", **{"outcome-checks": "not_met"})
    application.refresh_from_db()
    assert application.state == State.DISPUTED
    assert not application.mails.filter(kind__in=["awarded", "declined"]).exists()
    assert "lead assessor" in decide(person("cleo", ASSESSORS), application, "award")
    both = shown(lead, sheet(application))
    assert "Brilliant." in both
    assert "Not yet." in both
    decide(lead, application, "award", message="Congratulations.")
    application.refresh_from_db()
    assert application.state == State.AWARDED
    deliver_mail()
    assert "Congratulations." in application.mails.get(kind="awarded").body


def test_another_assessor_is_asked_with_a_note(person: People, wait: Apply) -> None:
    application = wait()
    anna, bo = person("anna", ASSESSORS), person("bo", ASSESSORS)
    assert "waits for another assessor" in decide(anna, application, "ask", note="Is the second one enough?")
    text = shown(bo, sheet(application))
    assert "Is the second one enough?" in text
    decide(bo, application, "award")
    application.refresh_from_db()
    assert application.state == State.AWARDED
    deliver_mail()
    assert "Is the second one enough?" not in "".join(mail.body for mail in application.mails.all())


def test_a_ready_message_is_put_into_the_message(person: People, wait: Apply) -> None:
    from cms.assessment.models import CannedMessage

    application = wait("Berta Berg", "fi")
    anna = person("anna", ASSESSORS)
    assert CannedMessage.objects.count() == 36
    ready = CannedMessage.objects.get(language="fi", title="Selkeästi osoitettu")
    offered = shown(anna, sheet(application))
    assert ready.title in offered
    assert "Clearly shown" not in offered
    mails = application.mails.count()
    text = decide(anna, application, "insert", canned=str(ready.pk), message="Hei.", note="Psst.")
    assert "Hei.\n\nKiitos hakemuksestasi." in text
    assert "”Aktiivinen kuuntelu”" in text
    assert "Psst." in text
    application.refresh_from_db()
    assert (application.state, application.mails.count()) == (State.SUBMITTED, mails)


def test_the_log_of_the_site_names_no_applicant(person: People, wait: Apply) -> None:
    application = wait()
    anna = person("anna", ASSESSORS)
    step(anna, application, "claim", seen="")
    decide(anna, application, "award", message="For Maija.")
    entries = list(ModelLogEntry.objects.filter(object_id=str(application.pk)).order_by("pk"))
    assert [entry.action for entry in entries] == ["application.assign", "application.award"]
    assert {entry.label for entry in entries} == {application.reference}
    assert {entry.user.username for entry in entries} == {"anna"}
    assert all("Maija" not in str(entry.data) for entry in entries)


def test_what_failed_is_not_in_the_log(person: People, wait: Apply) -> None:
    application = wait()
    anna = person("anna", ASSESSORS)
    decide(anna, application, "decline", message="No.")
    decide(anna, application, "award")
    assert list(ModelLogEntry.objects.values_list("action", flat=True)) == ["application.decline"]


def test_criteria_stay_as_they_were_when_it_was_sent(person: People, wait: Apply) -> None:
    from cms.issuance.achievements import AchievementContent, publish_achievement

    application = wait()
    criteria = [{"key": "other", "title": "Quite another", "description": "x", "example": "y"}]
    publish_achievement("active-listening", "en", AchievementContent("Active listening", "", criteria))
    text = shown(person("anna", ASSESSORS), sheet(application))
    assert "Full attention" in text
    assert "Quite another" not in text
    assert "have changed since" in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"assessor": "me"}, {"Mine"}),
        ({"assessor": "nobody"}, {"Nobody's", "Old one"}),
        ({"due": "overdue"}, {"Late one"}),
        ({"due": "soon"}, {"Soon one"}),
        ({"age": "30"}, {"Old one"}),
        ({"state": "waiting"}, {"Mine", "Nobody's", "Late one", "Soon one", "Old one"}),
        ({"state": "declined"}, {"Declined"}),
        ({"q": "late"}, {"Late one"}),
    ],
)
def test_the_queue_is_narrowed(person: People, wait: Apply, query: dict[str, str], names: set[str]) -> None:
    anna = person("anna", ASSESSORS)
    person("bo", ASSESSORS)
    now = timezone.now()
    day = timezone.timedelta  # type: ignore[attr-defined]
    assigned: dict[str, Any] = {"state": "in_review", "assessor_id": number("bo"), "assigned_at": now}
    rows: dict[str, dict[str, Any]] = {
        "Mine": assigned | {"assessor_id": number("anna"), "due": now + day(days=30)},
        "Nobody's": {},
        "Late one": assigned | {"due": now - day(days=1)},
        "Soon one": assigned | {"due": now},
        "Old one": {"confirmed_at": now - day(days=31)},
        "Declined": {"state": "declined", "due": now - day(days=9), "assessor_id": number("bo")},
    }
    for name, values in rows.items():
        made = wait(name)
        Application.objects.filter(pk=made.pk).update(**values)
    text = shown(anna, reverse("assessment:queue_results"), **query)
    assert {name for name in rows if f">{name}<" in text.replace("\n", "").replace("  ", "")} == names


def test_a_reference_finds_its_application(person: People, wait: Apply) -> None:
    application = wait()
    wait("Somebody else")
    text = shown(person("anna", ASSESSORS), reverse("assessment:queue"), q=application.reference.lower())
    assert "Maija" in text
    assert "Somebody else" not in text


@pytest.mark.parametrize(("group", "with_people"), [(ASSESSORS, False), (LEADS, True)])
def test_the_queue_as_csv_runs_no_formulas(person: People, wait: Apply, group: str, with_people: bool) -> None:
    wait('=HYPERLINK("http://evil.example")')
    wait("Declined")
    Application.objects.filter(name="Declined").update(state=State.DECLINED)
    answer: Any = person("anna", group).get(reverse("assessment:queue"), {"format": "csv", "state": "waiting"})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert text.splitlines()[0].startswith("reference,badge,language,state,assessor")
    assert "Declined" not in text
    assert ("'=HYPERLINK" in text) is with_people
    assert ",=HYPERLINK" not in text.replace('"=', ",=")
    assert ("@mail.example" in text) is with_people
    assert ModelLogEntry.objects.get().action == "application.export"
