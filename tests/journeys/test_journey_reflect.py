"""The self-reflection: 45 statements, one skill a step, a result in words, and data that stay with the learner."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import language_of
from tests.journeys.words import words

pytestmark = pytest.mark.browser

SPRING = datetime(2026, 5, 3, 12, tzinfo=UTC)
SUMMER = datetime(2026, 6, 10, 12, tzinfo=UTC)

NOT_YET, SOMETIMES, OFTEN, NEARLY_ALWAYS = 1, 2, 3, 4
MIDDLE = (SOMETIMES, OFTEN, OFTEN)
ANSWERS = {
    "critical-thinking": (NEARLY_ALWAYS, NEARLY_ALWAYS, NEARLY_ALWAYS),
    "ethics": (OFTEN, NEARLY_ALWAYS, NEARLY_ALWAYS),
    # As low as inclusion, but with a lower single answer.
    "empathy": (SOMETIMES, NOT_YET, OFTEN),
    "inclusion": (SOMETIMES, SOMETIMES, SOMETIMES),
    "honesty": (NOT_YET, NOT_YET, SOMETIMES),
}
LEFT_OUT = "creativity"


def open_reflection(windows: Windows, address: str = "/en/reflect/") -> Page:
    """Open the page in a window where the day is known."""
    page = windows.open()
    page.clock.set_fixed_time(SPRING)
    page.goto(address)
    return page


def steps(page: Page) -> list[str]:
    """Return the slugs of the skills, in the order in which they are asked."""
    found: list[str] = page.locator("[data-skill]:has(fieldset)").evaluate_all("all => all.map(e => e.dataset.skill)")
    return found


def step(page: Page, slug: str) -> Locator:
    return page.locator(f"#reflect-{slug}")


def choose(page: Page, slug: str, values: tuple[int, ...]) -> None:
    """Answer the statements of the step that is shown."""
    expect(step(page, slug)).to_be_visible()
    for statement, value in zip(step(page, slug).locator("fieldset").all(), values, strict=True):
        statement.locator(f'input[value="{value}"]').check()


def go_through(page: Page, answers: dict[str, tuple[int, ...]]) -> None:
    """Answer all skills from the first step to the result; those that are not named get answers in the middle."""
    for slug in steps(page):
        expect(step(page, slug)).to_be_visible()
        if slug != LEFT_OUT:
            choose(page, slug, answers.get(slug, MIDDLE))
        do(page, "next")
    expect(page.locator("#reflect-result")).to_be_visible()


def do(page: Page, name: str) -> None:
    page.locator(f'[data-do="{name}"]:visible').click()


def kept(page: Page) -> dict[str, Any]:
    """Return what the browser keeps, by the last part of the key."""
    entries: dict[str, str] = page.evaluate("() => ({...localStorage})")
    return {key.split(":")[-1]: json.loads(value) for key, value in entries.items()}


def named(page: Page, listed: str) -> list[str]:
    """Return the slugs of the modules that a list of the result names."""
    links = page.locator(f'[data-list="{listed}"] li > a:first-child')
    return [str(link.get_attribute("href")).rstrip("/").split("/")[-1] for link in links.all()]


def test_one_skill_a_step_kept_through_a_reload(windows: Windows) -> None:
    page = open_reflection(windows)
    order = steps(page)
    assert len(order) == 15
    families = page.locator("[data-skill]:has(fieldset)").evaluate_all("all => all.map(e => e.className)")
    assert all(family != following for family, following in pairwise(families))

    expect(page.locator("fieldset:visible")).to_have_count(0)
    do(page, "begin")
    expect(page.locator("fieldset:visible")).to_have_count(3)
    expect(step(page, order[0]).locator("h2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(step(page, order[0]).locator(":checked")).to_have_count(2)
    do(page, "next")
    choose(page, order[1], MIDDLE)
    before = {slug: list(kept(page)[f"before/{slug}"].values()) for slug in order[:2]}
    assert before == {order[0]: [SOMETIMES, NOT_YET], order[1]: list(MIDDLE)}

    page.reload()
    expect(step(page, order[1]).locator(":checked")).to_have_count(3)
    do(page, "back")
    expect(step(page, order[0]).locator('fieldset:first-of-type [value="2"]')).to_be_checked()
    page.goto("/en/")
    page.goto("/en/reflect/")
    do(page, "go-on")
    expect(step(page, order[2]).locator("h2")).to_be_focused()
    page.go_back()
    expect(page.locator('[data-do="go-on"]')).to_be_visible()


def test_the_result_names_the_right_skills(windows: Windows) -> None:
    page = open_reflection(windows)
    do(page, "begin")
    go_through(page, ANSWERS)
    expect(page.locator("#reflect-result h2")).to_be_focused()
    assert named(page, "strong") == ["critical-thinking", "ethics"]
    assert named(page, "begin") == ["honesty", "empathy", "inclusion"]
    badges = page.locator('[data-list="strong"] [data-badge]')
    assert [link.get_attribute("href") for link in badges.all()] == [
        "../badges/critical-thinking/#apply",
        "../badges/ethics/#apply",
    ]
    expect(page.locator("[data-missing]")).to_contain_text(words("en", f"skills/{LEFT_OUT}")["title"])
    rows = page.locator(".reflect-table tr[data-skill]:visible")
    expect(rows).to_have_count(14)
    expect(rows.filter(has=page.locator('a[href="../skills/honesty/"]')).locator("[data-now]")).to_have_text(
        "At the beginning"
    )
    expect(page.locator(".reflect-chart .is-now")).to_have_count(14)
    [run] = kept(page)["tests"]
    assert run["date"] == "2026-05-03T12:00:00.000Z"
    assert LEFT_OUT not in run["answers"]
    assert list(run["answers"]["empathy"].values()) == list(ANSWERS["empathy"])

    page.emulate_media(media="print")
    expect(page.locator(".reflect-sheet")).to_be_hidden()
    expect(page.locator(".reflect-table")).to_be_visible()
    page.emulate_media(media="screen")

    # What was left out may be answered later; that changes this result and makes no second one.
    do(page, "change")
    choose(page, LEFT_OUT, MIDDLE)
    do(page, "next")
    expect(page.locator("[data-missing]")).to_be_hidden()
    assert len(kept(page)["tests"]) == 1


def test_the_words_are_those_of_the_language(windows: Windows) -> None:
    page = open_reflection(windows)
    order = steps(page)
    do(page, "begin")
    choose(page, order[0], (NOT_YET, SOMETIMES, SOMETIMES))
    page.locator('nav.languages a[hreflang="fi"]').click()
    language_of(page, "fi")
    expect(step(page, order[0]).locator(":checked")).to_have_count(3)
    page.goto("/fi/reflect/#reflect-" + order[-1])
    do(page, "next")
    expect(page.locator("#reflect-result h2")).to_contain_text("3. toukokuuta 2026")
    module = words("fi", f"skills/{order[0]}")
    [reason] = page.locator('[data-list="begin"] li').all()
    expect(reason).to_contain_text(module["title"])
    key = next(iter(kept(page)["tests"][0]["answers"][order[0]]))
    with translation.override("fi"):
        expect(reason).to_contain_text(f"{gettext('Not yet')}: {module[f'reflect.statements.{key}']}")
        expect(page.locator(".reflect-table td:visible")).to_have_text(gettext("At the beginning"))
        expect(page.locator("#reflect-begin-title")).to_have_text(gettext("Where to begin"))


def test_a_second_time_is_compared_with_the_first(windows: Windows) -> None:
    page = open_reflection(windows)
    do(page, "begin")
    go_through(page, ANSWERS)
    page.clock.set_fixed_time(SUMMER)
    page.goto("/en/reflect/")
    expect(page.locator('[data-do="see"]')).to_contain_text("3 May 2026")
    do(page, "again")
    expect(page.locator(":checked:visible")).to_have_count(0)
    # The modules go on showing what was answered.
    assert list(kept(page)["before/honesty"].values()) == list(ANSWERS["honesty"])
    go_through(page, ANSWERS | {"honesty": (NEARLY_ALWAYS,) * 3, "ethics": (OFTEN, OFTEN, SOMETIMES)})
    heads = page.locator(".reflect-table thead th")
    expect(heads).to_have_text(["Skill", "3 May 2026", "10 June 2026"])

    def cells(slug: str) -> Locator:
        return page.locator(f'.reflect-table tr[data-skill="{slug}"] td')

    expect(cells("honesty")).to_have_text(["At the beginning", "Strong, higher"])
    expect(cells("ethics")).to_have_text(["Strong", "On the way, lower"])
    expect(cells("inclusion")).to_have_text(["On the way", "On the way, unchanged"])
    expect(page.locator(".reflect-chart .is-earlier")).to_have_count(14)
    assert named(page, "strong") == ["honesty", "critical-thinking"]
    assert [run["date"][:10] for run in kept(page)["tests"]] == ["2026-05-03", "2026-06-10"]
    page.goto("/en/reflect/")
    expect(page.locator('[data-do="see"]')).to_contain_text("10 June 2026")
    expect(page.locator('[data-do="go-on"]')).to_be_hidden()


def test_data_are_saved_deleted_and_read_back(windows: Windows) -> None:
    page = open_reflection(windows)
    do(page, "begin")
    go_through(page, ANSWERS)
    said = page.locator("#reflect-said")
    everything = kept(page)
    with page.expect_download() as download:
        do(page, "save")
    file = download.value.path()
    assert download.value.suggested_filename == "perennial-2026-05-03.json"
    expect(said).not_to_be_empty()

    do(page, "delete")
    expect(page.locator("#reflect-delete-title")).to_be_focused()
    do(page, "keep")
    assert kept(page) == everything
    do(page, "delete")
    do(page, "really")
    expect(said).to_have_text("Everything is deleted. This browser keeps nothing of yours any more.")
    assert kept(page) == {}
    expect(page.locator('[data-do="begin"]')).to_be_visible()

    page.locator("#reflect-file").set_input_files(file)
    expect(page.locator("#reflect-replace-title")).to_be_focused()
    assert kept(page) == {}
    expect(page.locator("[data-file]")).to_contain_text("Finished self-reflections: 1.")
    do(page, "replace")
    assert kept(page) == everything
    do(page, "see")
    assert named(page, "begin") == ["honesty", "empathy", "inclusion"]


def test_ticks_that_say_not_yet_come_back_with_the_file(windows: Windows) -> None:
    page = open_reflection(windows)
    file = {
        "format": "perennial-data",
        "version": 1,
        "date": "2026-05-03T12:00:00.000Z",
        "data": {"check/empathy": {"criterion-notice": True, "criterion-check": False}},
    }
    page.get_by_label("Read a saved file").set_input_files(
        {"name": "mine.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
    )
    do(page, "replace")
    page.goto("/en/badges/empathy/")
    expect(page.locator('#criterion-notice [value="yes"]')).to_be_checked()
    expect(page.locator('#criterion-check [value="no"]')).to_be_checked()


def test_files_that_are_not_ours_change_nothing(windows: Windows) -> None:
    page = open_reflection(windows)
    do(page, "begin")
    choose(page, steps(page)[0], MIDDLE)
    page.goto("/en/reflect/")
    everything = kept(page)
    own = {"format": "perennial-data", "version": 1, "date": "2026-05-03T12:00:00.000Z", "data": {}}
    refused = {
        "{": "This file cannot be read.",
        json.dumps({"type": "VerifiableCredential"}): "This file does not come from this page.",
        json.dumps(own | {"version": 2}): "This file has version 2",
        json.dumps(own | {"date": "soon"}): "damaged at “date”",
        json.dumps(own | {"data": {"reading": {}, "before/honesty": {"a": 5}}}): "damaged at “before/honesty”",
        json.dumps(own | {"data": {"tests": [{"date": own["date"]}]}}): "damaged at “tests”",
        json.dumps(own | {"data": {"../else": {}}}): "damaged at “../else”",
    }
    for text, reason in refused.items():
        payload: FilePayload = {"name": "file.json", "mimeType": "application/json", "buffer": text.encode()}
        page.locator("#reflect-file").set_input_files(payload)
        expect(page.locator("#reflect-said")).to_contain_text(reason)
        expect(page.locator("#reflect-said")).to_contain_text("Nothing was changed.")
        expect(page.locator("[data-ask]:visible")).to_have_count(0)
        assert kept(page) == everything

    # A file that does not fit into the browser leaves what was there.
    large = own | {"data": {"plan/honesty": {"what": "x" * 6_000_000}}}
    payload = {"name": "file.json", "mimeType": "application/json", "buffer": json.dumps(large).encode()}
    page.locator("#reflect-file").set_input_files(payload)
    do(page, "replace")
    expect(page.locator("#reflect-said")).to_contain_text("no room")
    assert kept(page) == everything


def test_without_scripts_it_is_a_sheet_to_print(windows: Windows) -> None:
    page = windows.open(scripts=False)
    page.goto("/en/reflect/")
    for media in ("screen", "print"):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        expect(page.locator("fieldset:visible")).to_have_count(45)
        expect(page.locator(".reflect-points:visible")).to_have_count(15)
        expect(page.locator(".reflect-guide")).to_be_visible()
        expect(page.locator("main button:visible")).to_have_count(0)
        expect(page.locator("#reflect-result, #reflect-data, .reflect-start")).to_have_count(3)
        expect(page.locator("#reflect-result:visible, #reflect-data:visible, .reflect-start:visible")).to_have_count(0)
    # With scripts the same sheet comes out of the printer, although the screen shows one skill of it.
    page = open_reflection(windows)
    do(page, "begin")
    page.emulate_media(media="print")
    expect(page.locator("fieldset:visible")).to_have_count(45)
    expect(page.locator(".reflect-guide")).to_be_visible()


def test_from_a_folder(stick: Path, windows: Windows) -> None:
    page = open_reflection(windows, (stick / "en" / "reflect" / "index.html").as_uri())
    first = steps(page)[0]
    do(page, "begin")
    choose(page, first, (NEARLY_ALWAYS,) * 3)
    page.locator('nav.languages a[hreflang="pl"]').click()
    language_of(page, "pl")
    expect(step(page, first).locator(":checked")).to_have_count(3)
    page.goto(page.url.replace(f"#reflect-{first}", f"#reflect-{steps(page)[-1]}"))
    do(page, "next")
    assert page.locator('[data-list="strong"] [data-badge]').get_attribute("href") == (
        f"../badges/{first}/index.html#apply"
    )
    with page.expect_download() as download:
        do(page, "save")
    assert json.loads(download.value.path().read_text("utf-8"))["data"] == kept(page)
