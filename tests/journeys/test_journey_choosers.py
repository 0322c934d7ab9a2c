"""An administrator chooses: what Wagtail begins by scripts inside the page works under a policy that forbids those."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.browser import Windows
from tests.journeys.people import log_in

pytestmark = pytest.mark.browser

WINDOW = ".modal-dialog"
SMUGGLED = (
    '<script>document.title = "Run"</script><script>new PageChooser("id_name", {}); document.title = "Run"</script>'
    '<img src="data:," onerror="document.title = &quot;Run&quot;">'
)


def smuggle(route: Route) -> None:
    """Answer with a page in which somebody's words were not escaped; its policy is the server's."""
    answer = route.fetch()
    route.fulfill(response=answer, body=re.sub(r"(<main[^>]*>)", rf"\1{SMUGGLED}", answer.text()))


def choose(page: Page, field: str, *choices: str) -> str:
    """Choose in the window of a chooser, click by click; return what the form will send."""
    page.locator(f"#{field}-chooser [data-chooser-action-choose]:visible").click()
    for choice in choices:
        page.locator(f"{WINDOW} {choice}").first.click()
    expect(page.locator(WINDOW)).to_have_count(0)
    return page.locator(f"#{field}").input_value()


def test_choosers_begin_and_a_smuggled_script_does_not(windows: Windows) -> None:
    page = windows.open()
    log_in(page, "admin")
    page.route("**/admin/workflows/add/", smuggle)
    page.goto("/admin/workflows/add/")
    expect(page).not_to_have_title("Run")
    blocked = [problem for problem in windows.problems if "Content Security Policy" in problem]
    assert len(blocked) == len(windows.problems) == 3
    windows.problems.clear()
    page.unroute_all()

    # A panel, a form that it adds, and the chooser in it; then a table that adds forms otherwise.
    page.locator("#id_name").fill("Two steps")
    page.locator("#id_workflow_tasks-ADD").click()
    assert choose(page, "id_workflow_tasks-0-task", "[href='#tab-existing']", "a.task-choice")
    page.locator("#id_pages-ADD").click()
    number = page.locator("tr[id^=inline_child_pages-]").count() - 1
    assert choose(page, f"id_pages-{number}-page", "a.choose-page")
    page.locator(f"#id_pages-{number}-DELETE-button").click()
    page.locator("footer [type=submit]").click()
    expect(page.locator(".messages .success")).to_contain_text("Two steps")
