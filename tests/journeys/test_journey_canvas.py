"""The design canvas: filled in, kept, put in order by keyboard, saved and opened again; on paper without scripts."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from cms.toolkit.canvas import TEXTS
from cms.toolkit.reading import read_canvas
from tests.journeys.browser import Windows

pytestmark = pytest.mark.browser


def open_canvas(windows: Windows, stick: Path, *, scripts: bool = True) -> Page:
    page = windows.open(scripts=scripts)
    page.goto((stick / "en" / "toolkit" / "canvas" / "index.html").as_uri())
    return page


def payload(file: Any) -> FilePayload:
    content = file if isinstance(file, bytes) else json.dumps(file).encode()
    return {"name": "canvas.json", "mimeType": "application/json", "buffer": content}


def criteria(page: Page) -> list[str]:
    fields = page.locator("[data-field=criterion]")
    values: list[str] = fields.evaluate_all("all => all.map(field => field.value)")
    return values


def press(page: Page, name: str) -> None:
    """Press a button as a keyboard does."""
    page.locator(f'[data-do="{name}"]').first.focus()
    page.keyboard.press("Enter")


def fill(page: Page) -> None:
    for number, field in enumerate(TEXTS):
        page.locator(f"[name={field.key}]").fill(f"Words {number}")
    page.locator("[data-field=name]").first.fill("Leads a group")
    page.locator("[data-field=description]").first.fill("Brings a talk to its end.")
    for number, field in enumerate(page.locator("[data-field=criterion]").all(), start=1):
        field.fill(f"Criterion {number} is met")


def test_it_is_kept_saved_deleted_and_opened_again(windows: Windows, stick: Path, tmp_path: Path) -> None:
    page = open_canvas(windows, stick)
    said = page.locator("#canvas-said")
    fill(page)
    page.reload()
    expect(page.locator("[name=goals]")).to_have_value("Words 2")
    assert criteria(page) == ["Criterion 1 is met", "Criterion 2 is met", "Criterion 3 is met"]

    with page.expect_download() as saving:
        press(page, "save")
    saving.value.save_as(tmp_path / "canvas.json")
    # What the page has saved is what an editor may import.
    canvas = read_canvas((tmp_path / "canvas.json").read_bytes())
    assert (canvas.language, canvas.texts["people"], canvas.badges[0].name) == ("en", "Words 1", "Leads a group")
    with page.expect_download() as saving:
        press(page, "text")
    saving.value.save_as(tmp_path / "canvas.txt")
    assert "- Criterion 2 is met" in (tmp_path / "canvas.txt").read_text("utf-8").splitlines()

    press(page, "delete")
    expect(page.locator("[name=goals]")).to_have_value("")
    press(page, "undo")
    expect(page.locator("[name=goals]")).to_have_value("Words 2")
    press(page, "delete")
    page.reload()
    expect(page.locator("[name=goals]")).to_have_value("")
    page.locator("#canvas-file").set_input_files(tmp_path / "canvas.json")
    expect(page.locator("[name=goals]")).to_have_value("Words 2")
    expect(said).to_be_focused()
    page.reload()
    expect(page.locator("[data-field=name]")).to_have_value("Leads a group")


def test_badges_and_criteria_are_put_in_order_by_keyboard(windows: Windows, stick: Path) -> None:
    page = open_canvas(windows, stick)
    fill(page)
    criterion = page.locator(".canvas-criterion")
    criterion.nth(2).locator('[data-do="up"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert criteria(page)[0] == "Criterion 3 is met"
    # At the end of the way up the button is off, so the focus is on the one beside it.
    expect(criterion.first.locator('[data-do="down"]')).to_be_focused()
    criterion.first.locator('[data-do="remove"]').focus()
    page.keyboard.press("Enter")
    assert criteria(page) == ["Criterion 1 is met", "Criterion 2 is met"]
    expect(page.locator("[data-field=criterion]").first).to_be_focused()
    press(page, "add-badge")
    badges = page.locator(".canvas-badge")
    expect(badges).to_have_count(2)
    page.keyboard.type("Second")
    expect(badges.nth(1).locator('[data-do="up"]').first).to_have_attribute("aria-label", "Move up: Badge 2: Second")
    badges.nth(1).locator('[data-do="up"]').first.focus()
    page.keyboard.press("Enter")
    page.reload()
    expect(badges.first.locator("[data-field=name]")).to_have_value("Second")


def test_a_file_that_cannot_be_used_changes_nothing_and_says_why(windows: Windows, stick: Path) -> None:
    page = open_canvas(windows, stick)
    fill(page)
    said, file = page.locator("#canvas-said"), page.locator("#canvas-file")
    good = {"format": "perennial-canvas", "version": 1, "language": "en", "canvas": {"goals": "Other"}}
    faulty = {"goals": 5, "aims": "", "badges": [{"name": "A", "criteria": ["x" * 501]}]}
    for content, words in (
        (b"{", "no JSON"),
        ({"format": "perennial-data"}, "no design canvas"),
        ({**good, "version": 2}, "version 2"),
        ({**good, "canvas": faulty}, "Badge 1, Criterion 1: longer than 500 characters"),
        (b" " * 450_001, "larger than 450000"),
    ):
        file.set_input_files(payload(content))
        expect(said).to_contain_text(words)
        expect(page.locator("[name=goals]")).to_have_value("Words 2")
    file.set_input_files(payload({**good, "canvas": faulty}))
    expect(said.locator("li")).to_have_text(
        [
            "Goals: this is not of the kind that belongs here.",
            "“aims”: this version of the format has no such field.",
            "Badge 1, Criterion 1: longer than 500 characters.",
        ]
    )
    page.reload()
    expect(page.locator("[name=goals]")).to_have_value("Words 2")


def test_without_scripts_it_is_a_form_to_fill_in_that_goes_nowhere(windows: Windows, stick: Path) -> None:
    page = open_canvas(windows, stick, scripts=False)
    address = page.url
    for field in TEXTS:
        page.locator(f"[name={field.key}]").fill("Words")
    page.locator("[data-field=name]").nth(1).fill("A second badge")
    page.locator("[name=name]").press("Enter")
    assert page.url == address
    expect(page.locator("[name=goals]")).to_have_value("Words")
    expect(page.locator(".canvas-badge")).to_have_count(2)
    expect(page.locator(".canvas button:visible")).to_have_count(0)
    # On paper there is the canvas, and nothing to press.
    page.emulate_media(media="print")
    expect(page.locator(".canvas .notice")).to_be_hidden()
    expect(page.locator("[name=sustainability]")).to_be_visible()
