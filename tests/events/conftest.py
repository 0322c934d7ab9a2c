"""A training event with a badge, a form for a claim, and the browser of a lead."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.assessment.roles import LEADS, make_assessor_groups
from cms.events.codes import make_codes
from cms.events.models import CodeKind, TrainingEvent
from cms.issuance.achievements import AchievementContent, publish_achievement
from cms.issuance.awards import make as awards
from cms.issuance.credentials import AwardFacts, IssuedBadge
from cms.issuance.mail import deliver_mail
from cms.issuance.steps import Actor

ORIGIN = "https://site.example"
LEAD = Actor("lead", 7, "lead@site.example", is_lead=True)
CRITERIA = [{"key": "a", "title": "Attention", "description": "You notice.", "example": "A talk."}]
Days = tuple[Any, Any]


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.PUBLIC_URL = ORIGIN
    settings.ENDPOINT_URL = "https://apply.example"
    settings.ALLOWED_ORIGINS = [ORIGIN]
    settings.HOURLY_LIMIT = settings.HOURLY_LIMIT_WITHOUT_PROOF = 10_000


@pytest.fixture(autouse=True)
def signed(monkeypatch: pytest.MonkeyPatch) -> list[AwardFacts]:
    """Stand in for the signing, which has its own tests; what was to be signed."""
    facts: list[AwardFacts] = []

    def issue(given: AwardFacts) -> IssuedBadge:
        facts.append(given)
        return IssuedBadge({"id": given.credential_id}, b"{}", b"\x89PNG", b"<svg/>")

    monkeypatch.setattr(awards, "issue_badge", issue)
    return facts


@pytest.fixture
def event(db: None) -> TrainingEvent:
    """An event of yesterday that awards one badge."""
    for slug in ("listening", "ethics"):
        publish_achievement(slug, "en", AchievementContent(slug.title(), "", CRITERIA))
    day = timezone.localdate() - timedelta(days=1)
    return TrainingEvent.objects.create(
        title="Listening in Tampere",
        starts=day,
        ends=day,
        place="Tampere",
        language="en",
        badges=["listening"],
        organiser="The Harbour",
        places=20,
    )


@pytest.fixture
def days() -> Days:
    """The days on which codes work: from yesterday for a month."""
    today = timezone.localdate()
    return today - timedelta(days=1), today + timedelta(days=30)


@pytest.fixture
def card(event: TrainingEvent, days: Days) -> str:
    return make_codes(event, CodeKind.CARD, 1, days, LEAD)[0]


@pytest.fixture
def fields(card: str) -> dict[str, str]:
    return {
        "language": "en",
        "code": card,
        "name": "Maija Mäki",
        "email": "Maija@mail.example",
        "attended": "yes",
        "privacy": "yes",
    }


@pytest.fixture
def send(client: Client, db: None) -> Callable[..., Any]:
    def post(fields: dict[str, str], origin: str = ORIGIN, **more: Any) -> Any:
        return client.post("/apply/claim/", fields, headers={"Origin": origin}, **more)

    return post


@pytest.fixture
def confirm_path() -> Callable[[], str]:
    """Send what waits, and return the path of the link in the newest mail."""

    def read() -> str:
        deliver_mail()
        found = re.search(r"https://apply\.example(/apply/claim/confirm/[^/\s]+/)", str(mail.outbox[-1].body))
        assert found
        return found[1]

    return read


@pytest.fixture
def lead(db: None) -> Client:
    """The browser of a lead assessor."""
    make_assessor_groups()
    user = get_user_model().objects.create_user("lead", "lead@site.example", "secret")
    user.groups.add(Group.objects.get(name=LEADS))
    client = Client()
    client.force_login(user)
    return client
