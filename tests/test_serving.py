"""The server takes up a new export between two requests, and never mixes two."""

from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import RequestFactory

from cms.serving import ServeSite
from tests.prepared import write_site


def site(text: str) -> dict[str, bytes]:
    page = f"<!doctype html><title>{text}</title>{text * 300}".encode()
    return {
        "index.html": page,
        "fi/index.html": page,
        "fi/404.html": f"ei ole: {text}".encode(),
        "assets/site.0123abcd.css": b"body{color:red}" * 40,
        f"only-in-{text}/index.html": page,
    }


@pytest.fixture
def dist(tmp_path: Path, settings: object) -> Path:
    settings.EXPORT_DIR = tmp_path / "dist"  # type: ignore[attr-defined]
    return tmp_path / "dist"


@pytest.fixture
def server(dist: Path) -> ServeSite:
    write_site(site("old"), dist)
    return ServeSite(lambda request: HttpResponseNotFound("nothing else"))


def get(server: ServeSite, path: str, **headers: str) -> HttpResponse:
    request: HttpRequest = RequestFactory().get(path, headers=headers)
    return server(request)  # type: ignore[return-value]


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def test_a_new_export_is_served_at_once(server: ServeSite, dist: Path) -> None:
    assert body(get(server, "/fi/")) == site("old")["fi/index.html"]
    write_site(site("new"), dist)
    assert body(get(server, "/fi/")) == site("new")["fi/index.html"]
    assert get(server, "/only-in-old/").status_code == 404
    assert get(server, "/only-in-new/").status_code == 200


def test_an_answer_that_was_begun_before_a_new_export_is_whole(server: ServeSite, dist: Path) -> None:
    begun = server.current
    assert begun
    write_site(site("new"), dist)
    static_file = begun.files["/fi/"]
    answer = static_file.get_response("GET", {})
    assert answer.file.read() == site("old")["fi/index.html"]


def test_the_first_export_is_served_without_a_restart(dist: Path) -> None:
    server = ServeSite(lambda request: HttpResponseNotFound("nothing else"))
    assert get(server, "/fi/").status_code == 404
    write_site(site("new"), dist)
    assert get(server, "/fi/").status_code == 200


def test_pages_are_sent_compressed_and_checked_each_time(server: ServeSite) -> None:
    response = get(server, "/fi/", accept_encoding="br")
    assert response["Content-Encoding"] == "br"
    assert response["Cache-Control"] == "max-age=0, public"
    assert get(server, "/fi/", if_none_match=response["ETag"]).status_code == 304


def test_fingerprinted_assets_are_kept_for_ever(server: ServeSite) -> None:
    assert "immutable" in get(server, "/assets/site.0123abcd.css")["Cache-Control"]


def test_pages_carry_a_strict_policy(server: ServeSite) -> None:
    response = get(server, "/fi/")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_forms_of_our_pages_may_go_to_the_endpoint_only(server: ServeSite) -> None:
    """A browser says where a form comes from (`Origin`) only under such a referrer policy; else it says `null`."""
    response = get(server, "/fi/badges/empathy/")
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["form-action"] == f"'self' {settings.ENDPOINT_URL}"
    assert response["Referrer-Policy"] not in {"no-referrer", "same-origin"}


def test_an_unknown_address_is_answered_in_the_language_it_begins_with(server: ServeSite) -> None:
    response = get(server, "/fi/nothing/")
    assert response.status_code == 404
    assert body(response) == b"ei ole: old"
    assert body(get(server, "/xx/nothing/")) == b"nothing else"


def test_a_form_is_passed_on(server: ServeSite) -> None:
    request = RequestFactory().post("/fi/")
    assert server(request).status_code == 404
