"""People with tokens, and a client that writes."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from cms.api.models import ALL_SCOPES, make_token
from cms.translation.roles import SOURCE_EDITORS, make_groups, reviewer_group_name, translator_group_name

API = "/++api++"


class Person:
    """Somebody who uses the API with a token."""

    def __init__(self, user: Any, scopes: frozenset[str], expires_at: datetime | None = None) -> None:
        self.user = user
        self.token, self.text = make_token(user, "test", scopes, expires_at)
        self.client = Client()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and return the response."""
        sent = {
            "Authorization": f"Bearer {self.text}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        kwargs = {} if body is None else {"data": body, "content_type": "application/json"}
        return self.client.generic(method, f"{API}{path}", **_body(kwargs), headers=sent)

    def get(self, path: str) -> Any:
        response = self.send("GET", path)
        assert response.status_code == 200, response.content
        return response.json()

    def ok(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """Send a request that must succeed, and return its page."""
        response = self.send(method, path, body, Prefer="return=representation")
        assert response.status_code == status, response.content
        return response.json() if response.content else None


def _body(kwargs: dict[str, Any]) -> dict[str, Any]:
    import json

    if "data" in kwargs and not isinstance(kwargs["data"], bytes):
        kwargs["data"] = json.dumps(kwargs["data"]).encode()
    return kwargs


MakePerson = Callable[..., Person]


@pytest.fixture
def person(sample: Path) -> MakePerson:
    """Make somebody in some of the groups."""
    make_groups()

    def make(
        name: str, *groups: str, scopes: frozenset[str] = ALL_SCOPES, expires_at: datetime | None = None
    ) -> Person:
        user, _ = get_user_model().objects.get_or_create(username=name, defaults={"email": f"{name}@example.org"})
        user.groups.set(Group.objects.filter(name__in=groups))
        return Person(user, scopes, expires_at)

    return make


@pytest.fixture
def editor(person: MakePerson) -> Person:
    """A source editor."""
    return person("edith", SOURCE_EDITORS)


@pytest.fixture
def translator(person: MakePerson) -> Person:
    """Translates into Arabic."""
    return person("tariq", translator_group_name("ar"))


@pytest.fixture
def reviewer(person: MakePerson) -> Person:
    """Reviews translations into Arabic."""
    return person("rania", reviewer_group_name("ar"))
