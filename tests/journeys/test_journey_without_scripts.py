"""The application form in a browser without scripts: what is wrong is said, and what was typed is kept."""

import pytest
from django.conf import settings
from django.forms import Field
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

from cms.issuance.endpoint.fields import LinkField
from cms.issuance.endpoint.forms import AboutYou
from tests.journeys.browser import Windows
from tests.journeys.people import Learner, fill_application, follow_link, language_of, open_mail, send
from tests.journeys.words import words

pytestmark = pytest.mark.browser

# Browsers take these three, so it is the endpoint that has to say what is wrong.
BAD_ADDRESS = "asa@learners"
BAD_LINK = "gopher://portfolio.example/"
EMPTY = " \n" * 40


@pytest.mark.parametrize("language", [settings.LANGUAGE_CODE, "fi"])
def test_errors_come_in_the_language_of_the_form(windows: Windows, language: str) -> None:
    learner = Learner("honesty", language)
    page = windows.open(scripts=False)
    page.goto(f"/{language}/badges/{learner.badge}/")
    form = fill_application(page, learner)
    first = form.locator('textarea[name^="situation-"]').first
    name = str(first.get_attribute("name"))
    first.fill(EMPTY)
    form.locator('[name="email"]').fill(BAD_ADDRESS)
    form.locator('[name="evidence-1"]').fill(BAD_LINK)
    with page.expect_response("**/apply/") as answer:
        send(form)
    assert answer.value.status == 422

    language_of(page, language)
    expect(page.locator("h1")).to_have_text(words(language, f"badges/{learner.badge}")["title"])
    form = page.locator('form:has([name="badge"])')
    says(page, form.locator('[name="email"]'), AboutYou.base_fields["email"], "invalid", language)
    says(page, form.locator('[name="evidence-1"]'), LinkField(), "invalid", language)
    assert wrong(page, form.locator(f'[name="{name}"]'))
    expect(page.locator('[role="alert"] li')).to_have_count(3)
    with translation.override(language):
        expect(page.locator('label[for="id_evidence-1"]')).to_have_text(gettext("Link %(number)d") % {"number": 1})

    expect(form.locator('[name="name"]')).to_have_value(learner.name)
    expect(form.locator('[name="email"]')).to_have_value(BAD_ADDRESS)
    expect(form.locator('[name="evidence-1"]')).to_have_value(BAD_LINK)
    expect(form.locator('[name="route"][value="prior"]')).to_be_checked()
    expect(form.locator('[name="own_work"]')).to_be_checked()
    expect(form.locator('[name="privacy"]')).to_be_checked()
    expect(form.locator('[name="public_narrative"]')).not_to_be_checked()
    for number, situation in enumerate(form.locator('textarea[name^="situation-"]').all()[1:], start=2):
        expect(situation).to_have_value(learner.situation(number))

    form.locator(f'[name="{name}"]').fill(learner.situation(1))
    form.locator('[name="email"]').fill(learner.email)
    form.locator('[name="evidence-1"]').fill("")
    send(form)
    page.wait_for_url(f"**/{language}/application-received/")

    mailbox = windows.open()
    open_mail(mailbox, learner, 1)
    follow_link(mailbox, "confirm")
    page.goto(mailbox.url)
    language_of(page, language)
    send(page.locator("form"))
    page.wait_for_url(f"**/{language}/application-confirmed/")


def wrong(page: Page, field: Locator) -> str:
    """Return what is said beside the field; the field must point to it, for those who do not see it."""
    expect(field).to_have_attribute("aria-invalid", "true")
    described = str(field.get_attribute("aria-describedby")).split()
    [error] = [name for name in described if name.endswith("_error")]
    return page.locator(f"[id={error}]").inner_text()


def says(page: Page, field: Locator, source: Field, code: str, language: str) -> None:
    """Expect the words that the endpoint has for this fault in the language."""
    with translation.override(language):
        expected = str(source.error_messages[code])
    assert wrong(page, field) == expected


def test_the_foot_says_who_paid_and_how_to_name_the_source(windows: Windows) -> None:
    page = windows.open(scripts=False)
    page.goto("/pl/skills/empathy/")
    foot = page.locator(".site-footer")
    foot.scroll_into_view_if_needed()
    expect(foot.locator(".funding img")).to_have_js_property("complete", True)
    assert foot.locator(".funding img").evaluate("(image) => image.naturalWidth")
    foot.locator(".attribution summary").click()
    source = foot.locator(".attribution p")
    expect(source).to_contain_text(f"{windows.url}/pl/skills/empathy/")
    expect(source).to_contain_text("CC BY 4.0")
