"""Somebody closes the project on the screen: looks, stops, thinks again, goes to the end, destroys the key."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.closing.models import Entry
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Application, Award
from cms.issuance.record.privacy import private_texts
from cms.issuance.states import State
from cms.publishing.queue import take
from cms.publishing.run import run
from tests.journeys.browser import MILLISECONDS, chromium
from tests.judges.accessibility import TAGS
from tests.judges.judging import none
from tests.judges.packages import MODULES

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("migrated")]

AXE = """async (tags) => (await axe.run('main', {runOnly: tags})).violations
    .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A window of an administrator, on a phone."""
    client = Client()
    client.force_login(User.objects.create_superuser("riitta"))
    [cookie] = client.cookies.values()
    url = live_server.url.replace("localhost", "127.0.0.1")
    context = browser.new_context(base_url=url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(MILLISECONDS)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    yield context.new_page()
    context.close()


def press(page: Page, number: int, told: str) -> None:
    """Take a step and expect an answer."""
    page.locator(".closing section.w-panel", has=page.locator(f"h2:has-text('{number}. ')")).get_by_role(
        "button"
    ).last.click()
    expect(page.locator(".messages")).to_contain_text(told)


def states(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".closing-overview .w-status").all_text_contents()]


def judged(page: Page) -> None:
    """Expect nothing of axe, and a page that is no wider than the window."""
    page.evaluate((MODULES / "node_modules/axe-core/axe.min.js").read_text())
    none(page.evaluate(AXE, TAGS))
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_a_project_is_closed_opened_again_and_closed_for_good(
    page: Page, site: Path, holder: Award, waiting: Application, signing_key: Path
) -> None:
    page.goto("/admin/closing/")
    # To look is the dry run: nothing happens by it, and what cannot be done yet has no button.
    assert states(page) == ["To do", *["Waits"] * 6]
    expect(page.locator(".closing-step button")).to_have_count(1)
    judged(page)
    assert not Entry.objects.exists()
    page.locator('[name="available_until"]').fill(str(timezone.localdate() + timedelta(days=900)))
    page.get_by_role("button", name="Save the days").click()
    expect(page.locator(".messages")).to_contain_text("The days are saved")

    press(page, 1, "Applications are closed from")
    page.get_by_role("button", name="Open the project again").click()
    expect(page.locator(".messages")).to_contain_text("Applications are taken again")
    assert states(page)[0] == "To do"

    press(page, 1, "Applications are closed from")
    page.locator('[name="now"]').check()
    press(page, 2, "1 application was closed")
    press(page, 3, "mail was written")
    deliver_mail()
    press(page, 4, "files written to")
    press(page, 5, "An export of the site is asked for")
    # The worker does it.
    asked = take()
    assert asked is not None
    run(asked)
    page.reload()
    assert states(page) == [*["Done"] * 5, "To do", "Optional"]
    judged(page)
    page.locator('[name="everything"]').check()
    press(page, 6, "hold none of 4 names and addresses")
    assert not private_texts()
    assert Application.objects.get(pk=waiting.pk).state == State.ERASED

    page.locator('[name="confirmation"]').fill("yes")
    press(page, 7, "The private key was not destroyed")
    assert (signing_key / "signing-key.pem").exists()
    page.locator('[name="confirmation"]').fill("SOSTRA Soft Skills Badges")
    press(page, 7, "Destroyed: signing-key.pem")
    assert not list(signing_key.rglob("*.pem"))
    assert states(page) == ["Done"] * 7
