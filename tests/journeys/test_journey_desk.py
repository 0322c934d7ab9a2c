"""A translator's day at the desk: translate a text, get it returned, mend it, approved, live. And nothing beside it."""

import json
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import log_in
from tests.journeys.server import Demo

pytestmark = pytest.mark.browser

# A page that no other journey reads the words of.
PATH = "skills/empathy"
FIELD = "description"
TRANSLATOR, REVIEWER, LANGUAGE, FOREIGN = "piotr", "ewa", "pl", "fi"


def test_a_translation_is_returned_mended_approved_and_live(demo: Demo, windows: Windows) -> None:
    before = {language: live(demo, language) for language in ("en", FOREIGN)}
    source, target = before["en"][FIELD], live(demo, LANGUAGE)[FIELD]
    number = demo.page_id(LANGUAGE, PATH)
    page, other = windows.open(), windows.open()
    log_in(page, TRANSLATOR)
    log_in(other, REVIEWER)

    # Wagtail's way to the page leads to the desk; the admin speaks the translator's language.
    page.goto(f"/admin/pages/{number}/edit/")
    expect(page).to_have_url(f"{demo.url}/admin/translation/{number}/")
    expect(page.locator("html")).to_have_attribute("lang", LANGUAGE)
    expect(row(page, source).get_by_role("textbox")).to_have_value(target)
    save(page, source, f"{target} (1)")
    submit(page)
    assert live(demo, LANGUAGE)[FIELD] == target

    # The reviewer sees the change beside the source, and returns it.
    other.goto(f"/admin/translation/{number}/review/")
    expect(other.locator("article.desk-review ins").first).to_contain_text("1")
    other.locator('[name="comment"]').fill("Bez numeru w nawiasie.")
    other.locator('button[value="reject"]').click()
    expect(other.locator(".messages .success")).to_be_visible()

    # The translator reads why, mends it by keyboard alone, and submits again.
    page.goto(f"/admin/translation/{number}/")
    expect(page.locator("blockquote")).to_contain_text("Bez numeru w nawiasie.")
    better = f"{target} Naprawdę."
    save(page, source, better)
    submit(page)
    other.goto(f"/admin/translation/{number}/review/")
    other.locator('button[value="approve"]').click()
    expect(other.locator(".messages .success")).to_be_visible()
    assert live(demo, LANGUAGE)[FIELD] == better
    for language, untouched in before.items():
        assert live(demo, language) == untouched


def test_words_are_kept_without_a_connection_and_sent_when_it_is_back(demo: Demo, windows: Windows) -> None:
    page = windows.open()
    log_in(page, TRANSLATOR)
    page.goto(f"/admin/translation/{demo.page_id(LANGUAGE, 'skills/honesty')}/")
    text = page.locator("[data-row]").nth(1)
    field = text.get_by_role("textbox")
    words = f"{field.input_value()} Bez sieci."
    page.context.set_offline(True)
    field.fill(words)
    field.press("Control+Enter")
    expect(text.locator("[data-saved]")).to_have_class("desk-saved is-failed")
    expect(field).to_have_value(words)
    page.context.set_offline(False)
    expect(text.locator("[data-state-chip]")).to_have_class("desk-chip desk-chip--waiting")
    page.reload()
    expect(page.locator("[data-row]").nth(1).get_by_role("textbox")).to_have_value(words)
    # The browser tells of each request that found no connection.
    windows.problems[:] = [problem for problem in windows.problems if "ERR_INTERNET_DISCONNECTED" not in problem]


def test_without_scripts_the_desk_is_forms(demo: Demo, windows: Windows) -> None:
    page = windows.open(scripts=False)
    log_in(page, TRANSLATOR)
    page.goto(f"/admin/translation/{demo.page_id(LANGUAGE, 'skills/ethics')}/")
    text = page.locator("[data-row]").nth(1)
    words = f"{text.locator('textarea').input_value()} Bez skryptów."
    text.locator("textarea").fill(words)
    text.locator("[data-save]").click()
    expect(page.locator("[data-row]").nth(1).locator("textarea")).to_have_value(words)
    expect(page.locator(".messages .success")).to_be_visible()


def test_other_languages_and_the_source_are_closed(demo: Demo, windows: Windows) -> None:
    page = windows.open()
    log_in(page, TRANSLATOR)
    for language in ("en", FOREIGN):
        number = demo.page_id(language, PATH)
        for view in ("edit", "unpublish", "delete", "move", "history", "workflow/status"):
            is_closed(page, f"/admin/pages/{number}/{view}/")
        for view in ("", "submit/", "review/", "conflicts/", "preview/", "sync/"):
            is_closed(page, f"/admin/translation/{number}/{view}")
    for address in ("/admin/applications/", "/admin/applications/awards/", "/admin/users/", "/admin/images/"):
        is_closed(page, address)
    # The English page is open to read, beside the own one.
    page.goto(f"/admin/translation/{demo.page_id(LANGUAGE, PATH)}/source/")
    expect(page.get_by_text(live(demo, "en")[FIELD]).first).to_be_visible()


def row(page: Page, source: str) -> Locator:
    """Return the row of the text with this source."""
    found = page.locator("[data-row]").filter(has=page.locator(".desk-row__source", has_text=source))
    expect(found).to_have_count(1)
    return found


def save(page: Page, source: str, target: str) -> None:
    """Write the translation and save it by the keyboard."""
    text = row(page, source)
    field = text.get_by_role("textbox")
    field.fill(target)
    with page.expect_response(lambda response: response.url.endswith("/texts/")) as answer:
        field.press("Control+Enter")
    assert answer.value.ok
    expect(text.locator("[data-state-chip]")).to_have_class("desk-chip desk-chip--waiting")


def submit(page: Page) -> None:
    """Hand the page in."""
    page.locator('[data-bar] a[href$="/submit/"]').click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def live(demo: Demo, language: str) -> dict[str, Any]:
    """Return the page as the headless API has it now, without what stands around it."""
    with urllib.request.urlopen(f"{demo.url}/++api++/{language}/{PATH}", timeout=60) as response:
        page: dict[str, Any] = json.load(response)
    del page["@components"]
    return page


def is_closed(page: Page, address: str) -> None:
    """Expect a refusal, or to be sent elsewhere."""
    response = page.goto(address)
    assert response is not None
    refused = response.status in {403, 404}
    assert refused or not page.url.endswith(address), f"{address} is open to the translator"
