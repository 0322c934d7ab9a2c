"""The headless API answers for each project apart."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def ask(both: Path) -> Any:
    def get(address: str, accept: str = "application/json") -> Any:
        return Client().get(address, headers={"Accept": accept})

    return get


def test_each_api_lists_its_own_pages(ask: Any) -> None:
    first, second = ask("/++api++/en/"), ask("/second/++api++/en/")
    assert first.json()["title"] == "Sample site"
    assert second.json()["title"] == "Second site"
    assert {item["@id"] for item in second.json()["items"]} <= {item["@id"] for item in first.json()["items"]} | {
        "/en/badges/",
        "/en/privacy/",
    }
    assert "Second" not in ask("/++api++/en/@search?b_size=500").content.decode()
    assert "Back to" not in ask("/second/++api++/en/@search?b_size=500").content.decode()
    assert ask("/++api++/en/").json()["title"] == "Sample site"


def test_languages_are_those_of_the_project(ask: Any) -> None:
    assert ask("/second/++api++/lt/").json()["title"] == "Ž Second site"
    assert ask("/++api++/lt/").status_code == 404
    assert ask("/second/++api++/ar/").status_code == 404


def test_a_page_asked_for_as_json_is_that_of_the_project(ask: Any) -> None:
    assert ask("/second/en/about/").json()["title"] == "About the second"


def test_an_unknown_project_has_no_api(ask: Any) -> None:
    assert ask("/third/++api++/en/").status_code == 404
