"""What comes over plain http: people are sent on, programs are told."""

from typing import Any

import pytest
from django.test import Client

PUBLIC = {"Host": "site.example"}
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def production(settings: Any, db: None) -> None:
    """As production has it, behind a proxy that ends TLS."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["site.example"]


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "/++api++/en/", {}),
        ("GET", "/++api++", {}),
        ("GET", "/badges4good/++api++/en/", {}),
        ("POST", "/++api++/@login", {"data": '{"login": "x"}', "content_type": "application/json"}),
        ("GET", "/api/v3/pages/", {}),
        ("GET", "/en/about/", {"headers": JSON}),
        ("GET", "/en/about/", {"headers": {"Authorization": "Bearer x"}}),
        ("POST", "/apply/", {"data": "{}", "content_type": "application/json"}),
    ],
)
def test_programs_are_refused_over_http_and_people_sent_on(
    client: Client, method: str, path: str, sent: dict[str, Any]
) -> None:
    headers = {**PUBLIC, **sent.pop("headers", {})}
    for proxied in ({}, {"X-Forwarded-Proto": "http"}):
        answer = client.generic(method, path, headers={**headers, **proxied}, **sent)
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
        assert "replace every password and token" in answer.json()["detail"]
    safe = client.generic(method, path, headers={**headers, "X-Forwarded-Proto": "https"}, **sent)
    assert "replace every" not in safe.content.decode()


@pytest.mark.parametrize("path", ["/", "/en/about/", "/admin/login/", "/apply/", "/apply/status/x/"])
def test_browsers_are_sent_on(client: Client, path: str) -> None:
    accepted = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = client.get(path, headers={**PUBLIC, "Accept": accepted})
    assert (answer.status_code, answer["Location"]) == (301, f"https://site.example{path}")


def test_figures_cross_no_network_in_clear(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "a token of ours"
    shown = {"Authorization": "Bearer a token of ours"}
    here = client.get("/metrics", headers={**shown, "Host": "127.0.0.1:8000"})
    assert here.status_code == 200, "as the documents say, whatever the host is called"
    for more in ({"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-Proto": "http"}):
        assert client.get("/metrics", headers={**shown, **more}).status_code == 403
    assert client.get("/metrics", headers=shown, REMOTE_ADDR="10.0.0.7").status_code == 403
    over_tls = {**shown, "X-Forwarded-Proto": "https"}
    assert client.get("/metrics", headers=over_tls, REMOTE_ADDR="10.0.0.7").status_code == 200


def test_without_the_redirect_nothing_is_refused(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = False
    assert client.get("/++api++/@openapi", headers=PUBLIC).status_code == 200
