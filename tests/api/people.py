"""Somebody who uses the API with a token."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import Client

from cms.api.models import make_token

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
    if "data" in kwargs and not isinstance(kwargs["data"], bytes):
        kwargs["data"] = json.dumps(kwargs["data"]).encode()
    return kwargs


MakePerson = Callable[..., Person]
