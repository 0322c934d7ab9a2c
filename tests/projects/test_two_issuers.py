"""Applications for badges of two projects: each is taken, answered, assessed, mailed and counted apart."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms import projects
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.awards.sets import award_sets
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Application, Award
from cms.issuance.states import State
from tests.projects.second import CRITERIA, FACTS, FIRST_SITE, SECOND_SITE, person

SITUATION = "A learner spoke of the night shift, and I let her end."


def send(badge: str, origin: str, language: str = "en", **more: str) -> Any:
    fields = {
        **{"badge": badge, "language": language, "name": "Maija Mäki", "email": "maija@mail.example"},
        **{"route": "prior", "situation-waits": SITUATION, "own_work": "yes", "privacy": "yes"},
    }
    return Client().post("/apply/", fields | more, headers={"Origin": origin})


def confirm_all() -> None:
    for row in Application.objects.all():
        row.state, row.confirmed_at = State.SUBMITTED, row.created
        row.save()


def test_a_form_is_answered_by_the_site_that_it_came_from(both_issuers: None) -> None:
    first, second = send("listening", FIRST_SITE), send("second:listening", SECOND_SITE)
    assert first["Location"] == f"{FIRST_SITE}/en/application-received/"
    assert second["Location"] == f"{SECOND_SITE}/en/application-received/"
    assert SECOND_SITE in second["Content-Security-Policy"]
    assert SECOND_SITE not in first["Content-Security-Policy"]
    slugs = Application.objects.values_list("achievement__slug", flat=True)
    assert sorted(slugs) == ["listening", "second:listening"]


@pytest.mark.parametrize(
    ("badge", "origin", "status"),
    [
        ("second:listening", FIRST_SITE, 403),
        ("listening", SECOND_SITE, 403),
        ("second:nothing", SECOND_SITE, 400),
        ("third:listening", FIRST_SITE, 400),
        ("second:listening", "https://elsewhere.example", 403),
    ],
)
def test_a_form_of_the_wrong_site_is_refused(both_issuers: None, badge: str, origin: str, status: int) -> None:
    assert send(badge, origin).status_code == status
    assert not Application.objects.exists()


def test_a_language_of_another_project_is_refused(both_issuers: None) -> None:
    assert send("second:listening", SECOND_SITE, language="pl").status_code == 400


def test_a_further_project_closes_by_itself(both_issuers: None) -> None:
    projects.keep("second", {**FACTS, "applications_close": "2026-01-01"})
    assert send("second:listening", SECOND_SITE).status_code == 410
    assert send("listening", FIRST_SITE).status_code == 303


def test_mails_come_in_the_name_of_the_project(both_issuers: None, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "First <badges@site.example>"
    send("listening", FIRST_SITE)
    send("second:listening", SECOND_SITE, email="otto@mail.example")
    deliver_mail()
    found = {message.from_email: message for message in mail.outbox}
    assert set(found) == {"First <badges@site.example>", "Second issuer <badges@site.example>"}
    html = str(found["Second issuer <badges@site.example>"].alternatives[0].content)  # type: ignore[attr-defined]
    assert f"{SECOND_SITE}/en/" in html
    assert FIRST_SITE not in html


def test_an_assessor_of_one_project_sees_nothing_of_the_other(both_issuers: None) -> None:
    send("listening", FIRST_SITE, name="Applicant One")
    send("second:listening", SECOND_SITE, name="Applicant Two")
    confirm_all()
    clients = {"": person("one", "Assessors"), "second": person("two", "second: Assessors")}
    for key, client in clients.items():
        page = client.get(reverse("assessment:queue")).content.decode()
        own, other = ("Applicant Two", "Applicant One") if key else ("Applicant One", "Applicant Two")
        assert own in page
        assert other not in page
        for row in Application.objects.select_related("achievement"):
            is_own = row.achievement.slug.startswith("second:") == bool(key)
            assert client.get(reverse("assessment:sheet", args=[row.pk])).status_code == (200 if is_own else 404)
        table = client.get(reverse("assessment:statistics") + "?format=csv").content.decode()
        assert ("Listening elsewhere" in table) == bool(key)


def test_who_works_on_both_chooses_and_a_link_leads_to_the_right_one(both_issuers: None) -> None:
    send("second:listening", SECOND_SITE, name="Applicant Two")
    confirm_all()
    client = person("both", "Assessors", "second: Assessors")
    queue = reverse("assessment:queue")
    assert "Applicant Two" not in client.get(queue).content.decode()
    assert client.get(reverse("assessment:sheet", args=[Application.objects.get().pk])).status_code == 200
    client.post(reverse("choose_project"), {"project": "second"})
    assert "Applicant Two" in client.get(queue).content.decode()


def test_nobody_chooses_a_project_of_others(both_issuers: None) -> None:
    client = person("one", "Assessors")
    client.post(reverse("choose_project"), {"project": "second"})
    assert client.session.get("project") is None


def test_a_set_counts_the_badges_of_its_own_project_only(both_issuers: None) -> None:
    publish_achievement("second:two-badges", "en", AchievementContent("Two", "", CRITERIA, skills_needed=2))
    for badge in ("listening", "second:listening"):
        _award(badge)
    assert award_sets("maija@mail.example") == []


def _award(slug: str) -> None:
    achievement = Achievement.objects.get(slug=slug, language="en")
    application = Application.objects.create(
        achievement=achievement,
        name="Maija",
        email="maija@mail.example",
        route="direct",
        digest=slug,
        own_work=True,
        privacy=True,
        state=State.AWARDED,
    )
    Award.objects.create(
        application=application,
        achievement=achievement,
        credential_id=f"urn:uuid:{slug}",
        salt="x",
        issued_at=application.created,
        status_index=Award.objects.count(),
        credential={},
    )
