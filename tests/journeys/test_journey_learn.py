"""A learner works through a module: progress, reflection, plan; with scripts, without, and on paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Windows
from tests.journeys.modules import PHONE, SLUG, answer, entry, is_done, module, open_module, see
from tests.journeys.words import words

pytestmark = pytest.mark.browser


def test_progress_survives_a_reload(windows: Windows) -> None:
    page = open_module(windows)
    is_done(page)
    answer(page, "before", [1, 2, 2, 3, 1])
    for tick in page.locator(".activity [type=checkbox]").all():
        tick.check()
    page.locator(".choices summary").nth(1).click()
    is_done(page, "reflect", "practise", "decide")
    page.reload()
    is_done(page, "reflect", "practise", "decide")
    statement = next(iter(module()["reflect"]["statements"]))
    expect(page.locator(f'[name="before-{statement}"][value="1"]')).to_be_checked()
    expect(page.locator(".choices details").nth(1).locator(".mark")).to_be_visible()
    page.locator(".activity [type=checkbox]").first.uncheck()
    is_done(page, "reflect", "decide")
    # The same in every language.
    page.goto(f"/fi/skills/{SLUG}/")
    is_done(page, "reflect", "decide")


def test_the_first_choice_is_marked_and_others_may_be_compared(windows: Windows) -> None:
    page = open_module(windows)
    choices = page.locator(".choices details")
    choices.nth(2).locator("summary").click()
    choices.nth(0).locator("summary").click()
    expect(choices.nth(2)).to_have_attribute("open", "")
    expect(choices.nth(0)).to_have_attribute("open", "")
    expect(page.locator(".choices .mark")).to_have_count(1)
    expect(choices.nth(2).locator(".mark")).to_be_visible()


def test_printing_decides_nothing(windows: Windows) -> None:
    page = open_module(windows)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".choices [open]")).to_have_count(3)
    expect(page.locator(".choices .mark")).to_have_count(0)
    is_done(page)


def test_what_was_read_to_the_end_is_read_and_the_contents_follow(windows: Windows) -> None:
    page = open_module(windows)
    see(page, "part-practise")
    expect(entry(page, "practise")).to_have_attribute("data-level", "read")
    expect(entry(page, "practise").locator("> a")).to_have_attribute("aria-current", "true")
    for section in module()["theory"]:
        expect(entry(page, "learn")).not_to_have_attribute("data-level", "done")
        see(page, section)
        expect(page.locator(f'.contents a[href="#{section}"]')).to_have_attribute("aria-current", "true")
        page.wait_for_function("id => JSON.parse(localStorage['perennial:/:work/empathy'])[id]", arg=section)
    expect(entry(page, "learn")).to_have_attribute("data-level", "done")


def test_a_finished_module_leads_to_its_badge(windows: Windows) -> None:
    page = open_module(windows)
    kept = dict.fromkeys(("reflect", "learn", "practise", "decide", "listen", "check", "plan"), True)
    page.evaluate("done => { localStorage['perennial:/:done/empathy'] = JSON.stringify(done); }", kept)
    page.reload()
    is_done(page, *kept)
    expect(page.locator(".finish")).to_be_empty()
    see(page, "part-badge")
    is_done(page, *kept, "badge")
    finish = page.locator(".finish")
    expect(finish).to_have_attribute("role", "status")
    finish.locator("a").click()
    expect(page.locator("h1")).to_have_text(words("en", f"badges/{SLUG}")["title"])


def test_the_contents_unfold_on_a_phone(windows: Windows) -> None:
    page = open_module(windows)
    page.set_viewport_size(PHONE)
    link = page.locator('.contents a[href="#part-check"]')
    expect(link).to_be_hidden()
    see(page, "part-practise")
    page.locator(".contents summary").click()
    link.click()
    expect(link).to_be_hidden()
    expect(page.locator("#part-check-title")).to_be_in_viewport()
    page.locator(".contents summary").click()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(page.locator(".contents summary")).to_be_focused()


def test_before_and_after_are_compared_in_words(windows: Windows) -> None:
    page = open_module(windows)
    answer(page, "after", [3, 2, 4, 2, 2])
    comparison = page.locator(".comparison")
    expect(comparison).to_be_empty()
    answer(page, "before", [1, 2, 2, 3, 1])
    expect(comparison).to_contain_text("Moved up in 3 of 5 sentences, as before in 1, moved down in 1.")
    lines = comparison.locator("li")
    statements = list(module()["reflect"]["statements"].values())
    expect(lines.nth(0)).to_contain_text(statements[0])
    expect(lines.nth(0)).to_contain_text("Before: Not yet. Now: Often.")
    expect(lines.nth(3)).to_contain_text("Before: Often. Now: Sometimes.")
    assert not re.search(r"\d+ ?%|\d+/\d+", comparison.inner_text())
    page.reload()
    expect(lines).to_have_count(5)


def test_the_plan_is_kept_saved_deleted_and_brought_back(windows: Windows) -> None:
    page = open_module(windows)
    field = page.locator("#plan-what")
    hint = page.locator(".plan-hint")
    expect(hint).to_have_text("What you write here is kept in this browser and sent nowhere.")
    field.fill("I will ask once more.")
    is_done(page, "plan")
    page.reload()
    expect(field).to_have_value("I will ask once more.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a text file").click()
    assert download.value.suggested_filename == f"{SLUG}-my-plan.txt"
    saved = Path(download.value.path()).read_text("utf-8")
    assert "I will ask once more." in saved
    assert module()["title"] in saved
    page.get_by_role("button", name="Delete my plan").click()
    expect(field).to_have_value("")
    expect(hint).to_have_text("Your plan is deleted.")
    is_done(page)
    expect(page.get_by_role("button", name="Bring it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_value("I will ask once more.")
    page.get_by_role("button", name="Delete my plan").click()
    page.reload()
    expect(field).to_have_value("")


def test_who_has_the_skill_goes_straight_to_the_form(windows: Windows) -> None:
    page = open_module(windows, "fi")
    page.locator(".opening a").click()
    expect(page.locator("h1")).to_have_text(words("fi", f"badges/{SLUG}")["title"])
    assert page.url.endswith("#apply")
    expect(page.locator("#apply-title")).to_be_in_viewport()


def test_without_scripts_everything_is_a_list(windows: Windows) -> None:
    page = open_module(windows, scripts=False)
    questions = module()["quiz"]
    expect(page.locator(".questions > li:visible")).to_have_count(len(questions))
    key, asked = next(iter(questions.items()))
    page.locator(f"#question-{key} summary").click()
    for option in asked["options"].values():
        expect(page.locator(f"#question-{key} details")).to_contain_text(option["feedback"])
    expect(page.locator("main button:visible")).to_have_count(0)
    expect(page.locator(".plan-hint")).to_contain_text("not sent or kept")
    expect(page.locator('.contents a[href="#part-plan"]')).to_be_visible()
    page.locator("#notice-first a.term").first.click()
    expect(page).to_have_url(re.compile(r"/en/glossary/#term-"))


def test_a_browser_that_keeps_nothing_is_told_so(windows: Windows) -> None:
    page = windows.open()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});"
    )
    page.goto(f"/en/skills/{SLUG}/")
    page.locator("#plan-what").fill("For now.")
    is_done(page, "plan")
    expect(page.locator(".plan-hint")).to_contain_text("not sent or kept")


def test_the_parts_on_the_page_of_patterns_are_alive(windows: Windows) -> None:
    page = windows.open()
    page.goto("/patterns/")
    expect(page.locator(".quiz-place")).to_be_visible()
    expect(page.locator(".contents summary span")).to_be_visible()


def test_a_printed_module_holds_all_questions_and_the_key(windows: Windows) -> None:
    page = open_module(windows)
    page.emulate_media(media="print")
    expect(page.locator(".questions > li:visible")).to_have_count(len(module()["quiz"]))
    expect(page.locator(".answer-key")).to_be_visible()
    expect(page.locator("main button:visible")).to_have_count(0)
