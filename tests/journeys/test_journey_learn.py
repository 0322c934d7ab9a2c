"""A learner works through a module: progress, reflection, quiz, terms, reading aloud; with scripts and without."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import Windows
from tests.journeys.words import words

pytestmark = pytest.mark.browser

SLUG = "empathy"
PHONE = {"width": 360, "height": 740}

VOICES = """
window.said = [];
const device = {
  getVoices: () => %s,
  speak(utterance) { window.said.push([utterance.text, utterance.voice.name]); window.latest = utterance; },
  cancel() {},
};
Object.defineProperty(window, 'speechSynthesis', {value: device});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def module(slug: str = SLUG) -> dict[str, Any]:
    """Return the English content of a module."""
    data: dict[str, Any] = yaml.safe_load(
        (Path(settings.CONTENT_DIR) / "skills" / slug / "skill.yaml").read_text("utf-8")
    )
    return data


def open_module(windows: Windows, language: str = "en", *, scripts: bool = True) -> Page:
    page = windows.open(scripts=scripts)
    page.goto(f"/{language}/skills/{SLUG}/")
    return page


def entry(page: Page, part: str) -> Locator:
    """Return the entry of a part in the contents."""
    return page.locator(f'.contents li:has(> a[href="#part-{part}"])')


def is_done(page: Page, *parts: str) -> None:
    """Expect just these parts to be done, in the contents and in their sum."""
    for part in parts:
        expect(entry(page, part)).to_have_attribute("data-level", "done")
    expect(page.locator('.contents [data-level="done"]')).to_have_count(len(parts))
    expect(page.locator(".contents summary")).to_contain_text(re.compile(rf"\b{len(parts)}\b.*\b8\b"))


def answer(page: Page, kind: str, values: list[int]) -> None:
    """Answer the statements "before" or "after", 1 to 4 each."""
    for statement, value in zip(module()["reflect"]["statements"], values, strict=True):
        page.locator(f'[name="{kind}-{statement}"][value="{value}"]').check()


def see(page: Page, name: str) -> None:
    """Scroll to the end of a section, as one who reads."""
    page.locator(f"[id={name}]").evaluate("section => section.lastElementChild.scrollIntoView({block: 'center'})")


def quiz(page: Page) -> Locator:
    return page.locator("#part-check")


def question(page: Page, key: str) -> Locator:
    return page.locator(f"#question-{key}")


def press(page: Page, name: str) -> None:
    quiz(page).get_by_role("button", name=name, exact=True).click()


def choose(page: Page, key: str, *options: str) -> None:
    for option in options:
        question(page, key).locator(f'input[value="{option}"]').check()


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
    is_done(page, "learn")


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


def test_each_chosen_option_says_why(windows: Windows) -> None:
    page = open_module(windows)
    key, asked = next(iter(module()["quiz"].items()))
    wrong = next(option for option in asked["options"] if not asked["options"][option].get("correct"))
    right = next(option for option in asked["options"] if asked["options"][option].get("correct"))
    expect(quiz(page).locator(".questions > li:visible")).to_have_count(1)
    press(page, "Check")
    expect(quiz(page).get_by_role("status")).to_have_text("Answer first, then check.")
    choose(page, key, wrong)
    press(page, "Check")
    field = question(page, key).locator(f'input[value="{wrong}"]')
    reason = page.locator(f"[id={field.get_attribute('aria-describedby')}]")
    expect(reason).to_contain_text(asked["options"][wrong]["feedback"])
    expect(reason.locator(".wrong")).to_be_visible()
    missed = question(page, key).locator(f'label:has([value="{right}"]) + .reason')
    expect(missed).to_contain_text(asked["options"][right]["feedback"])
    expect(missed.locator(".missed")).to_be_visible()
    expect(question(page, key).locator(".reason")).to_have_count(2)
    # Another answer is judged anew, the first one is remembered.
    choose(page, key, right)
    expect(question(page, key).locator(".reason")).to_have_count(0)
    press(page, "Check")
    expect(quiz(page).get_by_role("status")).to_have_text("That is right.")
    kept = json.loads(page.evaluate("localStorage['perennial:/:quiz/empathy']"))
    assert kept[f"question-{key}"]["first"] is False


def solve(page: Page, key: str, asked: dict[str, Any]) -> None:
    """Answer a question rightly, with the keyboard where things are put in order."""
    item = question(page, key)
    if asked["type"] == "match":
        for pair in asked["pairs"]:
            item.locator(f'[name="question-{key}-{pair}"]').select_option(pair)
    elif asked["type"] == "order":
        for place, name in enumerate(asked["items"]):
            line = item.locator(f'.mover:has([name="question-{key}-{name}"])')
            button = line.get_by_role("button").first
            button.focus()
            while line.locator("input").input_value() != str(place + 1):
                page.keyboard.press("Enter")
                expect(button).to_be_focused()
    else:
        choose(page, key, *(name for name, option in asked["options"].items() if option.get("correct")))


def test_the_quiz_ends_with_a_summary_in_words(windows: Windows) -> None:
    page = open_module(windows)
    questions = module()["quiz"]
    assert {"single", "multiple", "order", "match"} <= {asked["type"] for asked in questions.values()}
    first, *others = questions
    choose(page, first, next(iter(questions[first]["options"])))
    press(page, "Check")
    press(page, "Next question")
    expect(page.locator(".quiz-place p")).to_be_focused()
    for number, key in enumerate(others, start=2):
        expect(page.locator(".quiz-place p")).to_have_text(f"Question {number} of {len(questions)}")
        solve(page, key, questions[key])
        press(page, "Check")
        expect(quiz(page).get_by_role("status")).to_contain_text("That is right.")
        press(page, "Finish" if key == others[-1] else "Next question")
    summary = page.locator(".quiz-summary")
    text = f"You answered {len(others)} of {len(questions)} right the first time."
    expect(summary.locator("h3")).to_have_text(text)
    expect(summary.locator("h3")).to_be_focused()
    is_done(page, "check")
    page.reload()
    expect(summary.locator("h3")).to_have_text(text)
    summary.get_by_role("link", name=questions[first]["question"]).click()
    expect(question(page, first)).to_be_visible()
    expect(question(page, first).locator(".reason")).not_to_have_count(0)
    page.goto(f"/en/skills/{SLUG}/#question-{others[2]}")
    expect(question(page, others[2])).to_be_in_viewport()


def test_the_quiz_goes_on_where_it_was_left_and_begins_again(windows: Windows) -> None:
    page = open_module(windows)
    questions = module()["quiz"]
    first, second, *_others = questions
    solve(page, first, questions[first])
    press(page, "Check")
    page.reload()
    expect(question(page, second)).to_be_visible()
    press(page, "Back")
    right = next(name for name, option in questions[first]["options"].items() if option.get("correct"))
    expect(question(page, first).locator(f'[value="{right}"]')).to_be_checked()
    for _ in range(len(questions) - 1):
        press(page, "Next question")
    press(page, "Finish")
    press(page, "Begin again")
    expect(question(page, first).locator(":checked")).to_have_count(0)
    expect(question(page, first).locator(".reason")).to_have_count(0)


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


def test_a_term_explains_itself_to_the_keyboard(windows: Windows) -> None:
    page = open_module(windows)
    note = page.locator(".term-note")
    link = page.locator("#notice-first a.term").first
    definition = page.locator(f"{link.evaluate('link => link.hash')} dd").inner_text()
    page.locator("#notice-first").evaluate("section => { section.tabIndex = -1; section.focus(); }")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(note).to_contain_text(definition)
    assert link.get_attribute("aria-describedby") == link.evaluate("link => link.hash.slice(1)")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    expect(note.locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(note).to_be_hidden()
    link.click()
    note.locator("a").click()
    expect(page).to_have_url(re.compile(r"/en/glossary/#term-"))


def test_a_term_explains_itself_to_finger_and_mouse(windows: Windows) -> None:
    page = open_module(windows)
    note = page.locator(".term-note")
    links = page.locator("#their-facts a.term")
    links.first.hover()
    expect(note).to_be_visible()
    page.locator("#their-facts-title").hover()
    expect(note).to_be_hidden()
    page.set_viewport_size(PHONE)
    links.first.click()
    expect(note).to_be_in_viewport(ratio=1)
    page.locator("#their-facts-title").click()
    expect(note).to_be_hidden()


def voice(name: str, language: str, *, is_local: bool = True) -> dict[str, Any]:
    return {"name": name, "lang": language, "localService": is_local}


def with_voices(windows: Windows, *voices: dict[str, Any], language: str = "en") -> Page:
    page = windows.open()
    page.add_init_script(VOICES % json.dumps(voices))
    page.goto(f"/{language}/skills/{SLUG}/")
    return page


def test_a_part_is_read_aloud_by_two_voices(windows: Windows) -> None:
    page = with_voices(windows, voice("Ann", "en-GB"), voice("Ben", "en_US"), voice("Far", "en-GB", is_local=False))
    page.locator("#part-listen").get_by_role("button", name="Read aloud").click()
    page.wait_for_function("said.length === 1")
    expect(page.locator("#part-listen-title")).to_have_class(re.compile("is-spoken"))
    for _ in range(5):
        page.evaluate("latest.onend()")
    said = page.evaluate("said")
    first, second, *_others = module()["podcast"]["lines"].values()
    host = [name for text, name in said if text.strip() in first["text"]]
    assert host
    assert set(host) == {"Ann"}
    page.wait_for_function(
        "([text, name]) => { latest.onend(); return said.some(([words, by]) => "
        "by === name && text.includes(words.trim())); }",
        arg=[second["text"], "Ben"],
    )
    expect(page.locator(".dialogue .is-spoken")).to_have_count(1)
    player = page.locator(".speech")
    player.get_by_role("button", name="Pause").click()
    count = len(page.evaluate("said"))
    player.get_by_role("button", name="Go on").click()
    latest = page.evaluate("said")
    assert latest[count] == latest[count - 1]
    player.get_by_role("button", name="Stop").click()
    expect(player).to_be_hidden()
    expect(page.locator(".is-spoken")).to_have_count(0)


def test_nothing_is_read_aloud_without_a_voice_of_ones_own_for_the_language(windows: Windows) -> None:
    page = with_voices(windows, voice("Ann", "en-GB"), voice("Far", "fi-FI", is_local=False), language="fi")
    is_done(page)
    expect(page.locator(".speech-start")).to_have_count(0)
    page.evaluate(
        "voice => { speechSynthesis.getVoices = () => [voice]; speechSynthesis.onvoiceschanged(); }",
        voice("Late", "fi-FI"),
    )
    expect(page.locator(".speech-start").first).to_be_visible()


def test_who_has_the_skill_goes_straight_to_the_form(windows: Windows) -> None:
    page = open_module(windows, "fi")
    page.locator(".opening a").click()
    expect(page.locator("h1")).to_have_text(words("fi", f"badges/{SLUG}")["title"])
    assert page.url.endswith("#apply")
    expect(page.locator("#apply-title")).to_be_in_viewport()


def test_without_scripts_everything_is_a_list(windows: Windows) -> None:
    page = open_module(windows, scripts=False)
    questions = module()["quiz"]
    expect(quiz(page).locator(".questions > li:visible")).to_have_count(len(questions))
    key, asked = next(iter(questions.items()))
    question(page, key).locator("summary").click()
    for option in asked["options"].values():
        expect(question(page, key).locator("details")).to_contain_text(option["feedback"])
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


def test_a_printed_module_holds_all_questions_and_the_key(windows: Windows) -> None:
    page = open_module(windows)
    page.emulate_media(media="print")
    expect(quiz(page).locator(".questions > li:visible")).to_have_count(len(module()["quiz"]))
    expect(page.locator(".answer-key")).to_be_visible()
    expect(page.locator("main button:visible")).to_have_count(0)
