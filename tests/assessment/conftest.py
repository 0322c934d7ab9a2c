"""An assessor at the desk, and applications in the queue."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from cms.assessment.roles import make_assessor_group, make_assessor_groups
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.applications.applying import Sender, apply
from cms.issuance.applications.submission import Answers, Submission
from cms.issuance.assessing.workflow import Actor, Mark, award
from cms.issuance.awards import make as awards
from cms.issuance.credentials import AwardFacts, IssuedBadge
from cms.issuance.models import Application, Award
from cms.issuance.states import State
from cms.issuance.steps import APPLICANT, move

ANNA, BO = Actor("anna", 901), Actor("bo", 902)

NAMES = {"en": "Active listening", "fi": "Aktiivinen kuuntelu"}
Apply = Callable[..., Application]


@pytest.fixture
def wait(db: None) -> Apply:
    """Put an application into the queue."""

    def make(
        name: str = "Maija Mäki", language: str = "en", slug: str = "active-listening", assessors: int = 1
    ) -> Application:
        criteria = [
            {"key": "attention", "title": "Full attention", "description": "You notice.", "example": "A long talk."},
            {"key": "checks", "title": "Checking", "description": "You say back.", "example": "A short talk."},
        ]
        badge, _new = publish_achievement(
            slug, language, AchievementContent(NAMES[language], "", criteria, assessors=assessors)
        )
        answers = Answers(
            {"attention": "I listened all evening.", "checks": "I said <b>it</b> back."},
            ["https://e.example/x?a=1&b=2"],
        )
        email = f"{len(name)}@mail.example"
        # The limit for senders has tests of its own: everybody sends from another address.
        sender = Sender(f"192.0.2.{Application.objects.count() % 250}")
        submission = Submission(badge, name, email, "prior", answers, True, True, False)
        made = Application.objects.get(pk=apply(submission, sender))
        made.confirmed_at = made.created
        move(made, State.SUBMITTED, APPLICANT)
        return made

    return make


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    """The browser of an assessor."""
    user = get_user_model().objects.create_user("anna", "anna@site.example", "secret")
    user.groups.add(make_assessor_group())
    client.force_login(user)
    return client


@pytest.fixture
def person(db: None) -> Callable[..., Client]:
    """The browser of somebody in groups of the desk; they have the address that is given."""

    def log_in(name: str, *groups: str, email: str = "") -> Client:
        make_assessor_groups()
        user = get_user_model().objects.create_user(name, email or f"{name}@site.example", "secret")
        user.groups.add(*Group.objects.filter(name__in=groups))
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """The browser of somebody who may use the admin but not assess."""
    user = get_user_model().objects.create_user("edith", "edith@site.example", "secret")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the signing, which has its own tests."""

    def issue(facts: AwardFacts) -> IssuedBadge:
        return IssuedBadge({"id": facts.credential_id}, b"{}", b"\x89PNG", b"<svg/>")

    monkeypatch.setattr(awards, "issue_badge", issue)


@pytest.fixture
def awarded(wait: Apply) -> Award:
    marks = {"attention": Mark("met"), "checks": Mark("met")}
    made = award(wait().pk, marks, ANNA)
    assert made is not None
    return made
