"""An applicant's form, a badge to apply for, and applications in later states."""

from collections.abc import Callable
from typing import Any

import pytest
from applicants import ALL_MET, ANNA, ORIGIN, SITUATION, Post, content, link_in
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from cms.issuance.achievements import publish_achievement
from cms.issuance.assessing.workflow import award
from cms.issuance.awards import files as award_files
from cms.issuance.awards import make as awards
from cms.issuance.credentials import AwardFacts, IssuedBadge
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Application, Award, Purpose


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.PUBLIC_URL = ORIGIN
    settings.ENDPOINT_URL = "https://apply.example"
    settings.ALLOWED_ORIGINS = [ORIGIN]
    # The limits have tests of their own.
    settings.HOURLY_LIMIT = settings.HOURLY_LIMIT_WITHOUT_PROOF = 10_000


@pytest.fixture
def badge(db: None) -> Achievement:
    publish_achievement("active-listening", "fi", content("Aktiivinen kuuntelu"))
    return publish_achievement("active-listening", "en", content())[0]


@pytest.fixture
def fields() -> dict[str, str]:
    return {
        "badge": "active-listening",
        "language": "en",
        "name": "Maija Mäki",
        "email": "maija@mail.example",
        "route": "prior",
        "situation-attention": SITUATION,
        "situation-checks": SITUATION,
        "evidence-1": "https://example.org/plan",
        "own_work": "yes",
        "privacy": "yes",
    }


@pytest.fixture
def post(client: Client, badge: Achievement) -> Post:
    """Send a form as the browser sends it from the static site."""

    def send(fields: dict[str, str], path: str = "/apply/", **headers: str) -> HttpResponse:
        response: Any = client.post(path, fields, headers={"Origin": ORIGIN} | headers)
        return response

    return send


@pytest.fixture
def read_mail() -> Callable[[], mail.EmailMessage]:
    """Send what waits and return the newest mail."""

    def read() -> mail.EmailMessage:
        deliver_mail()
        message: mail.EmailMessage = mail.outbox[-1]
        return message

    return read


@pytest.fixture
def confirmed(post: Post, fields: dict[str, str], client: Client, read_mail: Any) -> Application:
    """An application that waits for its assessor."""
    post(fields)
    client.post(link_in(read_mail(), Purpose.CONFIRM))
    return Application.objects.get()


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> list[AwardFacts]:
    """Stand in for the signing, which has its own tests; the list holds what was to be signed."""
    asked: list[AwardFacts] = []

    def issue(facts: AwardFacts) -> IssuedBadge:
        asked.append(facts)
        return IssuedBadge({"id": facts.credential_id}, b"{}", b"\x89PNG", b"<svg/>")

    monkeypatch.setattr(awards, "issue_badge", issue)
    monkeypatch.setattr(award_files, "typeset", lambda award: b"%PDF")
    return asked


@pytest.fixture
def awarded(confirmed: Application, signed: list[AwardFacts]) -> Award:
    return award(confirmed.pk, ALL_MET, ANNA)
