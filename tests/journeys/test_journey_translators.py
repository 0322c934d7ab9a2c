"""Translators at their desk: their own language, and nothing else."""

import json
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import log_in
from tests.journeys.server import Demo

pytestmark = pytest.mark.browser

# A page that no other journey reads the words of.
PATH = "skills/empathy"
FIELD = "promise"


@pytest.mark.parametrize(("username", "language", "foreign"), [("kaisa", "fi", "pl"), ("piotr", "pl", "fi")])
def test_a_translator_works_on_the_own_language_only(
    demo: Demo, windows: Windows, username: str, language: str, foreign: str
) -> None:
    before = {other: live(demo, other) for other in ("en", foreign)}
    source, target = before["en"][FIELD], live(demo, language)[FIELD]
    assert source != target, "not translated"
    better = f"{target} ({username})"
    page = windows.open()
    log_in(page, username)
    # The admin speaks the translator's language.
    expect(page.locator("html")).to_have_attribute("lang", language)

    editor = f"/admin/pages/{demo.page_id(language, PATH)}/edit/"
    page.goto(editor)
    row = segment(page, source)
    expect(row.get_by_text(source)).to_be_visible()
    expect(row.get_by_text(target)).to_be_visible()
    save(page, source, better)
    page.goto(editor)
    expect(segment(page, source)).to_contain_text(better)

    publish(page)
    assert live(demo, language)[FIELD] == better
    for other, fields in before.items():
        assert live(demo, other) == fields
        number = demo.page_id(other, PATH)
        for view in ("edit", "unpublish", "delete", "move", "history", "workflow/status"):
            is_closed(page, f"/admin/pages/{number}/{view}/")
    for address in ("/admin/applications/", "/admin/applications/awards/", "/admin/users/", "/admin/images/"):
        is_closed(page, address)
    expect(page.locator('#wagtail-sidebar a[href*="/admin/applications/"]')).to_have_count(0)


def segment(page: Page, source: str) -> Any:
    """Return the row of wagtail-localize's editor that shows this source text."""
    row = page.locator("main li").filter(has=page.locator("> p", has_text=source))
    expect(row).to_have_count(1)
    return row


def save(page: Page, source: str, target: str) -> None:
    """Open the row, write the translation, and save it."""
    row = segment(page, source)
    row.get_by_role("button").last.click()
    row.get_by_role("textbox").fill(target)
    with page.expect_response(lambda response: response.request.method == "PUT") as answer:
        row.get_by_role("button").last.click()
    assert answer.value.ok
    expect(row).to_contain_text(target)
    expect(row.get_by_role("textbox")).to_have_count(0)


def publish(page: Page) -> None:
    """Publish the translation."""
    page.locator('button[name="action"][value="publish"]').click()
    expect(page.locator(".messages .success")).to_be_visible()


def live(demo: Demo, language: str) -> dict[str, Any]:
    """Return the fields of the page as the headless API has them now."""
    with urllib.request.urlopen(f"{demo.url}/++api++/{language}/{PATH}", timeout=60) as response:
        fields: dict[str, Any] = json.load(response)["fields"]
    return fields


def is_closed(page: Page, address: str) -> None:
    """Expect a refusal, or to be sent elsewhere."""
    response = page.goto(address)
    assert response is not None
    refused = response.status in {403, 404}
    assert refused or not page.url.endswith(address), f"{address} is open to the translator"
