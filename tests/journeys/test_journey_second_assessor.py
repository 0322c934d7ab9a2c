"""An application for a badge that two must agree on: assigned, returned, mended, disputed by nobody, awarded by two."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import (
    Learner,
    apply_and_confirm,
    decide,
    decided,
    follow_link,
    log_in,
    mark_all,
    open_mail,
    open_sheet,
    send,
)
from tests.journeys.words import words
from tests.judges.accessibility import RUN, TAGS
from tests.judges.packages import MODULES

pytestmark = pytest.mark.browser

BADGE = "ethics"
NOTE = "The second answer is thin. I ask for more."
BETTER = "I asked the committee on Monday, wrote down what each said, and told the learner on Tuesday."


def test_assigned_returned_mended_and_awarded_by_two(windows: Windows) -> None:
    learner = Learner(BADGE, "fi")
    learning, lead, first, second = (windows.open() for _ in range(4))
    apply_and_confirm(learning, learner)
    for page, name in ((lead, "lead"), (first, "assessor"), (second, "sari")):
        log_in(page, name)

    open_sheet(lead, learner)
    reads_well(lead)
    assign(lead, "assessor")
    for path in ("?state=waiting", "statistics/", "bulk/", "awards/"):
        lead.goto(f"/admin/applications/{path}")
        reads_well(lead)

    # The other one sees whose it is, and cannot decide.
    open_sheet(second, learner)
    expect(second.locator("main")).to_contain_text("assessor")
    expect(second.locator('[name="decision"]')).to_have_count(0)

    open_own(first, learner)
    key = partly_met(first)
    first.locator('[name="note"]').fill(NOTE)
    message = take_ready_message(first)
    decide(first, "return")
    decided(first, learner)

    open_mail(learning, learner, 3)
    for text in (message, "Two sentences more would do."):
        expect(learning.locator("main")).to_contain_text(text)
    expect(learning.locator("main")).not_to_contain_text(NOTE)
    follow_link(learning, "mend")
    learning.locator(f'[name="situation-{key}"]').fill(BETTER)
    send(learning.locator("form"))
    learning.wait_for_url("**/fi/application-confirmed/")

    open_own(first, learner)
    expect(first.locator("main")).to_contain_text(BETTER)
    expect(first.locator(f'[name="outcome-{key}"]:checked')).to_have_count(0)
    mark_all(first, "met")
    decide(first, "award", "Ensimmäinen viesti.")
    first.wait_for_url("**/admin/applications/?state=waiting")

    open_sheet(second, learner)
    expect(second.locator("main")).to_contain_text(NOTE)
    expect(second.locator("main")).not_to_contain_text("Ensimmäinen viesti.")
    award_by_keyboard(second)
    decided(second, learner)

    open_mail(learning, learner, 5)
    expect(learning.locator("h1")).to_contain_text(words("fi", f"badges/{BADGE}")["title"])
    expect(learning.locator("main")).to_contain_text("Hienoa työtä.")
    expect(learning.locator("main")).not_to_contain_text("Ensimmäinen viesti.")
    expect(learning.get_by_role("link", name="badge.json", exact=True)).to_have_count(1)


def reads_well(page: Page) -> None:
    """Expect axe to find nothing, in a wide window and a narrow one, and nothing wider than the window."""
    page.evaluate((MODULES / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(RUN, TAGS) == []
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    page.set_viewport_size({"width": 1280, "height": 900})


def assign(page: Page, name: str) -> None:
    """Give the application to an assessor, with the usual date."""
    page.locator('[name="assign-assessor"]').select_option(label=name)
    expect(page.locator('[name="assign-due"]')).not_to_have_value("")
    page.locator('button[value="assign"]').click()
    expect(page.locator(".messages .success")).to_contain_text(name)


def open_own(page: Page, learner: Learner) -> None:
    """Find the application in what one has."""
    page.goto("/admin/applications/?state=waiting&assessor=me")
    page.locator("main table").get_by_role("link", name=learner.name).click()
    expect(page.locator("main")).to_contain_text(learner.email)


def partly_met(page: Page) -> str:
    """Mark all criteria but the last as met; return the key of the last."""
    mark_all(page, "met")
    last = page.locator('[name^="outcome-"][value="partly"]').last
    last.check()
    key = str(last.get_attribute("name")).removeprefix("outcome-")
    page.locator(f'[name="comment-{key}"]').fill("Two sentences more would do.")
    return key


def take_ready_message(page: Page) -> str:
    """Put the first ready message to return with into the message, without leaving the page."""
    choices = page.locator('[name="canned"] option')
    expect(choices).not_to_have_count(1)
    page.locator('[name="canned"]').select_option(index=2)
    page.locator('[name="decision"][value="insert"]').click()
    message = page.locator('[name="message"]')
    expect(message).to_be_focused()
    expect(message).not_to_have_value("")
    return message.input_value()


def award_by_keyboard(page: Page) -> None:
    """Mark, write and decide with nothing but a keyboard."""
    radios = page.locator('[name^="outcome-"][value="met"]')
    expect(radios).not_to_have_count(0)
    radios.first.focus()
    for _ in radios.all():
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    expect(page.locator('[name^="outcome-"][value="met"]:checked')).to_have_count(radios.count())
    message = page.locator('[name="message"]')
    message.focus()
    page.keyboard.type("Hienoa työtä.")
    page.keyboard.press("Tab")
    expect(page.locator('[name="note"]')).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('[name="decision"][value="award"]')).to_be_focused()
    page.keyboard.press("Enter")
