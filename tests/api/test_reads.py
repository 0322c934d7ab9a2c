"""The headless API answers what is live, and says which language it is in."""

import json
from pathlib import Path

from django.test import Client
from wagtail.models import Page

from cms.export.plan import Options, plan
from cms.export.render import Renderer
from cms.learning.picture import take_picture


def test_a_page_is_answered_at_its_own_path(sample: Path, client: Client) -> None:
    data = client.get("/++api++/ar/skills/listening").json()
    assert data["@id"] == "/ar/skills/listening/"
    assert data["title"] == "ع Listening"
    assert (data["language"], data["requested_language"], data["is_fallback"]) == ("ar", "ar", False)
    assert {entry["language"] for entry in data["translations"]} == {"en", "ar"}
    assert data["fields"]["theory"][0]["image"]["alt"] == "ع An ear"


def test_a_fallback_says_so(sample: Path, client: Client) -> None:
    Page.objects.get(slug="about", locale__language_code="ar").specific.unpublish()
    data = client.get("/++api++/ar/about/").json()
    assert (data["language"], data["requested_language"], data["is_fallback"]) == ("en", "ar", True)


def test_a_draft_is_not_answered(sample: Path, client: Client) -> None:
    for page in Page.objects.filter(slug="about"):
        page.specific.unpublish()
    assert client.get("/++api++/en/about/").status_code == 404


def test_unknown_addresses_are_problems_in_words(sample: Path, client: Client) -> None:
    for path, words in (("/++api++/xx/", "no language “xx”"), ("/++api++/en/nothing/", "no page “nothing”")):
        response = client.get(path)
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert words in response.json()["detail"]


def test_an_unchanged_page_is_not_sent_again(sample: Path, client: Client) -> None:
    tag = client.get("/++api++/en/about/")["ETag"]
    assert client.get("/++api++/en/about/", headers={"If-None-Match": tag}).status_code == 304


def test_the_frozen_file_is_the_same_as_the_answer(sample: Path, assets: Path, client: Client) -> None:
    picture = take_picture()
    renderer = Renderer(picture, Options("https://site.example"))
    for output in plan(picture):
        if output.kind == "page_json":
            address = f"/++api++/{output.path.removesuffix('index.json')}"
            assert client.get(address).json() == json.loads(renderer.data(output))


def test_wagtail_s_own_api_is_mounted(sample: Path, client: Client) -> None:
    response = client.get("/api/v3/pages/")
    assert response.status_code == 200
