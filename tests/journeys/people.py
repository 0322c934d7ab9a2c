"""What people do with the product: apply, read mail, assess, check a badge."""

import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import MILLISECONDS

PASSWORD = "perennial-demo"


@dataclass(frozen=True)
class Learner:
    """Somebody who wants a badge; everybody is somebody else, so that tests do not meet in the queue."""

    badge: str
    language: str
    token: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def name(self) -> str:
        return f"Åsa Õunapuu-{self.token}"

    @property
    def email(self) -> str:
        return f"asa.{self.token}@learners.example"

    def situation(self, number: int) -> str:
        return f"{number}. In my course «{self.token}» I waited, and then – at last – Łucja told us what she needed."


def language_of(page: Page, language: str) -> None:
    """Expect a page that is in the language: its furniture and its text."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(f'main[lang]:not([lang="{language}"])')).to_have_count(0)


def fill_application(page: Page, learner: Learner) -> Locator:
    """Fill in the form of a badge page, all of it; return the form."""
    form = page.locator(f'form:has([name="badge"][value="{learner.badge}"])')
    form.locator('[name="name"]').fill(learner.name)
    form.locator('[name="email"]').fill(learner.email)
    form.locator('[name="route"][value="prior"]').check()
    fields = form.locator('textarea[name^="situation-"]')
    expect(fields).not_to_have_count(0)
    for number, situation in enumerate(fields.all(), start=1):
        situation.fill(learner.situation(number))
    form.locator('[name="evidence-1"]').fill(f"https://portfolio.example/{learner.token}?a=1&b=2")
    form.locator('[name="own_work"]').check()
    form.locator('[name="privacy"]').check()
    return form


def send(form: Locator) -> None:
    """Press the button of a form."""
    form.locator('[type="submit"]').click()


def open_mail(page: Page, learner: Learner, number: int) -> None:
    """Open the learner's mail of that number, the first being 1, in the demo's mailbox."""
    page.goto("/outbox/")
    mails = page.locator("main li", has_text=learner.email)
    deadline = time.monotonic() + MILLISECONDS / 1000
    # The background worker sends it, a moment later.
    while mails.count() < number and time.monotonic() < deadline:
        page.wait_for_timeout(200)
        page.reload()
    expect(mails).to_have_count(number)
    mails.first.get_by_role("link").click()


def follow_link(page: Page, purpose: str) -> None:
    """Follow the personal link in the mail that is open."""
    page.locator(f'main a[href*="/apply/{purpose}/"]').click()
    page.wait_for_url(f"**/apply/{purpose}/*/")


def apply_and_confirm(page: Page, learner: Learner) -> None:
    """Apply for the badge and confirm the address, the short way."""
    page.goto(f"/{learner.language}/badges/{learner.badge}/")
    send(fill_application(page, learner))
    page.wait_for_url(f"**/{learner.language}/application-received/")
    open_mail(page, learner, 1)
    follow_link(page, "confirm")
    send(page.locator("form"))
    page.wait_for_url(f"**/{learner.language}/application-confirmed/")


def log_in(page: Page, username: str) -> None:
    """Log into the admin with a demo account."""
    page.goto("/admin/")
    page.locator('[name="username"]').fill(username)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('form:has([name="password"]) [type="submit"]').click()
    page.wait_for_url("**/admin/")


def open_sheet(page: Page, learner: Learner) -> None:
    """Find the learner's application in the queue, by the menu, and open it."""
    page.locator('#wagtail-sidebar a[href*="/admin/applications/"]').click()
    page.wait_for_url("**/admin/applications/**")
    in_queue(page, learner).click()
    expect(page.locator("main")).to_contain_text(learner.email)


def in_queue(page: Page, learner: Learner) -> Locator:
    """Return the link to the learner's application in the listing that is open."""
    return page.locator("main table").get_by_role("link", name=learner.name)


def mark_all(page: Page, outcome: str) -> None:
    """Mark every criterion the same."""
    choices = page.locator(f'[name^="outcome-"][value="{outcome}"]')
    expect(choices).not_to_have_count(0)
    for choice in choices.all():
        choice.check()


def decide(page: Page, decision: str, message: str = "") -> None:
    """Press a button of the sheet, after writing the message to the applicant."""
    if message:
        page.locator('[name="message"]').fill(message)
    page.locator(f'[name="decision"][value="{decision}"]').click()


def decided(page: Page, learner: Learner) -> None:
    """Expect the queue without the learner."""
    page.wait_for_url("**/admin/applications/?state=waiting")
    expect(page.locator(".messages .success")).to_contain_text(learner.name)
    expect(in_queue(page, learner)).to_have_count(0)


def save_attachments(page: Page, folder: Path) -> dict[str, Path]:
    """Download the badge from the mail that is open; return the files by their ending."""
    files = {}
    for kind in ("json", "png", "svg"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"badge.{kind}", exact=True).click()
        assert download.value.suggested_filename == f"badge.{kind}"
        files[kind] = folder / f"badge.{kind}"
        download.value.save_as(files[kind])
    return files


def check_badge(page: Page, file: Path | dict[str, Any], email: str = "") -> tuple[str, dict[str, str]]:
    """Hand a badge to the verify page that is open; return the verdict and the state of each check."""
    page.locator("#verify-file").set_input_files(file)  # type: ignore[arg-type]
    page.locator("#verify-email").fill(email)
    send(page.locator("form.verify-form"))
    return verdict_of(page)


def paste_badge(page: Page, text: str) -> tuple[str, dict[str, str]]:
    """Paste the text of a badge instead."""
    page.locator("#verify-text").fill(text)
    page.locator("#verify-email").fill("")
    send(page.locator("form.verify-form"))
    return verdict_of(page)


def verdict_of(page: Page) -> tuple[str, dict[str, str]]:
    """Return what the verify page answers; the sentence before is gone as soon as the button is pressed."""
    verdict = page.locator("#verify-result [data-verdict]").get_attribute("data-verdict")
    checks = page.locator("#verify-result [data-check]")
    states = checks.evaluate_all("items => items.map((item) => [item.dataset.check, item.dataset.state])")
    return verdict or "", dict(states)
