"""A learner checks what was learned: one question at a time, with a reason beside each answer."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import Windows
from tests.journeys.modules import SLUG, entry, module, open_module

pytestmark = pytest.mark.browser


def quiz(page: Page) -> Locator:
    return page.locator("#part-check")


def question(page: Page, key: str) -> Locator:
    return page.locator(f"#question-{key}")


def press(page: Page, name: str) -> None:
    quiz(page).get_by_role("button", name=name, exact=True).click()


def choose(page: Page, key: str, *options: str) -> None:
    for option in options:
        question(page, key).locator(f'input[value="{option}"]').check()


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
    expect(entry(page, "check")).to_have_attribute("data-level", "done")
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
