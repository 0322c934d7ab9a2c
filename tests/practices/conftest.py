"""A form for a practice, sent as from the static site."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cms.issuance.mail import deliver_mail

ORIGIN = "https://site.example"
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.PUBLIC_URL = ORIGIN
    settings.ENDPOINT_URL = "https://apply.example"
    settings.ALLOWED_ORIGINS = [ORIGIN]
    settings.HOURLY_LIMIT = settings.HOURLY_LIMIT_WITHOUT_PROOF = 10_000


@pytest.fixture
def fields() -> dict[str, str]:
    return {
        "language": "en",
        "title": "Badges at the harbour",
        "summary": "Dockers show each other how.",
        "country": "fi",
        "sector": "workplace",
        "theme-design": "yes",
        "theme-sharing": "yes",
        "context": "Ships & cranes: 3 < 5.\n\nA second paragraph.",
        "people": "Everybody at work.",
        "system": "Three badges.",
        "lessons": "Begin small.\nAsk first.",
        "evidence": "https://harbour.example/report",
        "organisation": "The Harbour",
        "website_address": "https://harbour.example/",
        "email": "Maija@mail.example",
        "licence": "yes",
        "privacy": "yes",
    }


@pytest.fixture
def send(client: Client, db: None) -> Send:
    def post(fields: dict[str, str], origin: str = ORIGIN, **more: Any) -> Any:
        return client.post("/apply/practices/", fields, headers={"Origin": origin}, **more)

    return post


@pytest.fixture
def confirm_path() -> Callable[[], str]:
    """Send what waits, and return the path of the link in the newest mail."""

    def read() -> str:
        deliver_mail()
        found = re.search(r"https://apply\.example(/apply/practices/confirm/[^/\s]+/)", str(mail.outbox[-1].body))
        assert found
        return found[1]

    return read
