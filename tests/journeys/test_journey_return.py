"""An application in English that comes back to the learner, is completed, and is declined in the end."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import (
    Learner,
    apply_and_confirm,
    decide,
    decided,
    follow_link,
    language_of,
    log_in,
    mark_all,
    open_mail,
    open_sheet,
    send,
)
from tests.journeys.words import words

pytestmark = pytest.mark.browser

RETURNED = "Please tell us more about the end of the talk.\nWhat did you agree on?"
COMMENT = "Two sentences more would do."
DECLINED = "This is not yet enough. Please come back after the next course."
BETTER = "At the end we agreed on Tuesday at nine, and I wrote it down for both of us."


def test_returned_completed_and_declined(windows: Windows) -> None:
    learner = Learner("empathy", "en")
    learning, desk = windows.open(), windows.open()
    apply_and_confirm(learning, learner)
    log_in(desk, "assessor")

    open_sheet(desk, learner)
    mark_all(desk, "met")
    last = desk.locator('[name^="outcome-"][value="partly"]').last
    key = str(last.get_attribute("name")).removeprefix("outcome-")
    last.check()
    desk.locator(f'[name="comment-{key}"]').fill(COMMENT)
    what_is_missing_is_said_and_nothing_lost(desk, key)
    decide(desk, "return", RETURNED)
    decided(desk, learner)

    open_mail(learning, learner, 3)
    for line in (*RETURNED.splitlines(), COMMENT):
        expect(learning.locator("main")).to_contain_text(line)
    follow_link(learning, "mend")
    link = learning.url
    language_of(learning, "en")
    for line in (*RETURNED.splitlines(), COMMENT):
        expect(learning.locator("main")).to_contain_text(line)
    complete_the_answer(learning, learner, key)

    open_mail(learning, learner, 4)
    used = learning.goto(link)
    assert used is not None
    assert used.status == 410

    open_sheet(desk, learner)
    expect(desk.locator("main")).to_contain_text(BETTER)
    # The mark of the answer that is new is open again, the others stand.
    expect(desk.locator(f'[name="outcome-{key}"]:checked')).to_have_count(0)
    expect(desk.locator('[name^="outcome-"][value="met"]:checked')).not_to_have_count(0)
    decide(desk, "decline", DECLINED)
    decided(desk, learner)

    open_mail(learning, learner, 5)
    expect(learning.locator("h1")).to_contain_text(words("en", "badges/empathy")["title"])
    expect(learning.locator("main")).to_contain_text(DECLINED)
    expect(learning.locator('main a[href*="/outbox/"]')).to_have_count(1)


def what_is_missing_is_said_and_nothing_lost(page: Page, key: str) -> None:
    """Try to award with a criterion that is not met, and to return without a message."""
    for decision in ("award", "return"):
        decide(page, decision)
        expect(page.locator("main .error-message, main .w-field__errors").locator("visible=true")).not_to_have_count(0)
        expect(page.locator(f'[name="outcome-{key}"][value="partly"]')).to_be_checked()
        expect(page.locator(f'[name="comment-{key}"]')).to_have_value(COMMENT)


def complete_the_answer(page: Page, learner: Learner, key: str) -> None:
    """Change one answer on the page for it; the others are there as they were sent."""
    fields = page.locator('textarea[name^="situation-"]')
    for number, situation in enumerate(fields.all(), start=1):
        expect(situation).to_have_value(learner.situation(number))
    expect(page.locator('[name="evidence-1"]')).to_have_value(f"https://portfolio.example/{learner.token}?a=1&b=2")
    answer = page.locator(f'[name="situation-{key}"]')
    answer.fill("Short.")
    send(page.locator("form"))
    expect(page.locator(f"#id_situation-{key}_error")).to_be_visible()
    expect(answer).to_have_value("Short.")
    answer.fill(BETTER)
    send(page.locator("form"))
    page.wait_for_url("**/en/application-confirmed/")
