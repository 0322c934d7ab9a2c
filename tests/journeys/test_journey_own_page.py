"""An applicant's own page: the browser does its proof of work, and without scripts all is done from a mailed link."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Windows
from tests.journeys.people import Learner, apply_and_confirm, fill_application, language_of, open_mail, send

pytestmark = pytest.mark.browser


def test_the_browser_solves_its_sum_while_the_form_is_filled_in(windows: Windows) -> None:
    page = windows.open()
    learner = Learner("honesty", "pl")
    page.goto("/pl/badges/honesty/")
    form = fill_application(page, learner)
    expect(form.locator('[name="altcha"]')).to_have_value(re.compile("^[A-Za-z0-9+/=]{100,}$"))
    expect(form.locator('[name="key"]')).to_have_value(re.compile("^[0-9a-f]{32}$"))


def test_an_application_is_withdrawn_and_erased_without_scripts(windows: Windows) -> None:
    learner = Learner("honesty", "es")
    page, mailbox = windows.open(scripts=False), windows.open()
    apply_and_confirm(mailbox, learner)
    open_mail(mailbox, learner, 2)
    link = mailbox.locator('main a[href*="/apply/status/"]').get_attribute("href")
    page.goto(str(link))
    language_of(page, "es")
    expect(page.locator("main")).to_contain_text(learner.situation(1))
    page.locator('main a[href$="/withdraw/"]').click()
    send(page.locator("form"))
    page.wait_for_url("**/apply/status/*/")
    expect(page.locator('main a[href$="/withdraw/"]')).to_have_count(0)
    page.locator('main a[href$="/erase/"]').click()
    send(page.locator("form"))
    expect(page.locator('[role="alert"] a')).to_have_count(1)
    page.locator('[value="everything"]').check()
    send(page.locator("form"))
    expect(page.locator("form")).to_have_count(0)
    gone = page.goto(str(link))
    assert gone is not None
    assert gone.status == 410
