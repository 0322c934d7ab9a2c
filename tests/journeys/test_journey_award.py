"""A learner in Finnish from the first page to a badge; an assessor who awards and later revokes it."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import (
    Learner,
    check_badge,
    decide,
    decided,
    fill_application,
    follow_link,
    in_queue,
    language_of,
    log_in,
    mark_all,
    open_mail,
    open_sheet,
    paste_badge,
    save_attachments,
    send,
)
from tests.journeys.server import Demo
from tests.journeys.words import words

pytestmark = pytest.mark.browser

BADGE = "active-listening"
IN_FORCE = {"file": "passed", "issuer": "passed", "signature": "passed", "status": "passed", "dates": "passed",
            "achievement": "passed", "holder": "passed"}  # fmt: skip


def test_from_the_first_page_to_a_badge_that_is_revoked(demo: Demo, windows: Windows, tmp_path: Path) -> None:
    learner = Learner(BADGE, "fi")
    learning, desk, employer = windows.open(), windows.open(), windows.open()

    read_the_module(learning)
    apply_and_confirm_by_mail(learning, learner)

    log_in(desk, "assessor")
    open_sheet(desk, learner)
    expect(desk.locator("main")).to_contain_text(learner.situation(1))
    mark_all(desk, "met")
    decide(desk, "award")
    decided(desk, learner)

    open_mail(learning, learner, 3)
    expect(learning.locator("h1")).to_contain_text(words("fi", f"badges/{BADGE}")["title"])
    files = save_attachments(learning, tmp_path)
    badge = json.loads(files["json"].read_text("utf-8"))
    holds_the_award(badge, learner)

    open_verify_page(employer)
    for file in files.values():
        assert check_badge(employer, file, learner.email.upper()) == ("valid", IN_FORCE), file.name
        verdict, checks = check_badge(employer, file, "somebody.else@learners.example")
        assert (verdict, checks["holder"]) == ("other_holder", "failed"), file.name
        assert check_badge(employer, file) == ("valid", {**IN_FORCE, "holder": "open"}), file.name
    assert paste_badge(employer, files["json"].read_text("utf-8"))[0] == "valid"
    assert paste_badge(employer, files["svg"].read_text("utf-8"))[0] == "valid"
    a_changed_badge_is_not_genuine(employer, badge)

    revoke(desk, learner, "Haltija pyysi tätä itse.")
    demo.manage("export_site")
    # No restart; and the page that has been open all the time learns of it as well as one that is opened now.
    assert check_badge(employer, files["json"])[0] == "revoked"
    open_verify_page(employer)
    for file in files.values():
        verdict, checks = check_badge(employer, file, learner.email)
        assert (verdict, checks["signature"], checks["status"]) == ("revoked", "passed", "failed"), file.name
    open_mail(learning, learner, 4)
    expect(learning.locator("main")).to_contain_text("Haltija pyysi tätä itse.")


def read_the_module(page: Page) -> None:
    """From the chooser of languages to the module, to its English twin and back, and on to the badge."""
    page.goto("/")
    page.locator('main a[hreflang="fi"]').click()
    page.wait_for_url("**/fi/")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/home")["title"])

    page.locator('header nav a[href$="skills/"]').click()
    page.wait_for_url("**/fi/skills/")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/skills")["title"])

    page.locator(f'main a[href$="{BADGE}/"]').click()
    page.wait_for_url(f"**/fi/skills/{BADGE}/")
    in_finnish = words("fi", f"skills/{BADGE}")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(in_finnish["title"])
    expect(page.locator("main")).to_contain_text(in_finnish["promise"])

    page.locator('nav.languages a[hreflang="en"]').click()
    page.wait_for_url(f"**/en/skills/{BADGE}/")
    language_of(page, "en")
    expect(page.locator("h1")).to_have_text(words("en", f"skills/{BADGE}")["title"])
    page.locator('nav.languages a[hreflang="fi"]').click()
    page.wait_for_url(f"**/fi/skills/{BADGE}/")

    page.locator(f'main a[href*="badges/{BADGE}/"]').first.click()
    page.wait_for_url(f"**/fi/badges/{BADGE}/**")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", f"badges/{BADGE}")["title"])
    page.locator('main a[href="#apply"]').click()
    expect(page.locator("#apply")).to_be_in_viewport()


def apply_and_confirm_by_mail(page: Page, learner: Learner) -> None:
    """Fill in the form on the badge page that is open; confirm by the link in the mail."""
    send(fill_application(page, learner))
    page.wait_for_url("**/fi/application-received/")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/application-received")["title"])

    open_mail(page, learner, 1)
    expect(page.locator("h1")).to_contain_text(words("fi", f"badges/{BADGE}")["title"])
    follow_link(page, "confirm")
    language_of(page, "fi")
    link = page.url
    send(page.locator("form"))
    page.wait_for_url("**/fi/application-confirmed/")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/application-confirmed")["title"])

    used = page.goto(link)
    assert used is not None
    assert used.status == 410
    language_of(page, "fi")


def holds_the_award(badge: dict[str, Any], learner: Learner) -> None:
    """Expect the achievement in Finnish, and nothing that names the learner."""
    subject = badge["credentialSubject"]
    assert [proof["cryptosuite"] for proof in badge["proof"]] == ["eddsa-rdfc-2022"]
    assert subject["achievement"]["inLanguage"] == "fi"
    assert subject["achievement"]["name"] == words("fi", f"badges/{BADGE}")["title"]
    written = json.dumps(badge, ensure_ascii=False)
    assert learner.token not in written


def open_verify_page(page: Page) -> None:
    """Open the Finnish page that checks badges."""
    page.goto("/fi/verify/")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/verify")["title"])


def a_changed_badge_is_not_genuine(page: Page, badge: dict[str, Any]) -> None:
    """Change one word of the badge; expect the page to say so, and to repeat nothing of it."""
    subject = badge["credentialSubject"]
    achievement = {**subject["achievement"], "name": "Mestarikuuntelija"}
    changed = {**badge, "credentialSubject": {**subject, "achievement": achievement}}
    content = json.dumps(changed, ensure_ascii=False).encode()
    verdict, checks = check_badge(page, {"name": "badge.json", "mimeType": "application/json", "buffer": content})
    assert (verdict, checks["signature"]) == ("changed", "failed")
    expect(page.locator("#verify-result")).not_to_contain_text("Mestarikuuntelija")


def revoke(page: Page, learner: Learner, reason: str) -> None:
    """Find the award from the queue that is open, and revoke it."""
    page.locator('a[href$="/admin/applications/awards/"]').first.click()
    page.wait_for_url("**/admin/applications/awards/")
    in_queue(page, learner).click()
    page.locator('main a[href$="/revoke/"]').click()
    page.locator('[name="reason"]').fill(reason)
    page.locator('form:has([name="reason"]) [type="submit"]').click()
    page.wait_for_url("**/admin/applications/awards/")
    expect(page.locator(".messages .success")).to_contain_text(learner.name)
