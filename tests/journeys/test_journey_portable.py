"""The portable site opened from a folder: languages, links, and the check of a badge, with no server at all."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Windows
from tests.journeys.people import (
    Learner,
    apply_and_confirm,
    check_badge,
    decide,
    decided,
    language_of,
    log_in,
    mark_all,
    open_mail,
    open_sheet,
    save_attachments,
)
from tests.journeys.server import Demo
from tests.journeys.words import words

pytestmark = pytest.mark.browser


def test_the_site_in_a_folder(demo: Demo, windows: Windows, tmp_path: Path) -> None:
    learner = Learner("honesty", "fi")
    learning, desk = windows.open(), windows.open()
    apply_and_confirm(learning, learner)
    log_in(desk, "assessor")
    open_sheet(desk, learner)
    mark_all(desk, "met")
    decide(desk, "award")
    decided(desk, learner)
    open_mail(learning, learner, 3)
    badges = save_attachments(learning, tmp_path)

    # A folder's name may hold anything.
    folder = tmp_path / "USB stick ä #1"
    demo.manage("export_site", "--portable", "--output", str(folder))
    page = windows.open()
    page.goto((folder / "index.html").as_uri())
    page.locator('main a[hreflang="en"]').click()
    language_of(page, "en")
    expect(page.locator("h1")).to_have_text(words("en", "pages/home")["title"])
    page.locator('nav.languages a[hreflang="fi"]').click()
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/home")["title"])
    page.locator('header nav a[href$="badges/index.html"]').click()
    expect(page.locator("h1")).to_have_text(words("fi", "pages/badges")["title"])
    page.locator('main a[href$="honesty/index.html"]').first.click()
    expect(page.locator("h1")).to_have_text(words("fi", "badges/honesty")["title"])
    assert page.locator("main img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    page.locator('nav a[href$="verify/index.html"]').first.click()
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/verify")["title"])
    for badge in badges.values():
        verdict, checks = check_badge(page, badge, learner.email)
        assert (verdict, set(checks.values())) == ("valid", {"passed"}), badge.name
        assert check_badge(page, badge, "somebody.else@learners.example")[0] == "other_holder"
    changed = json.loads(badges["json"].read_text("utf-8")) | {"validFrom": "2020-01-01T00:00:00Z"}
    content = json.dumps(changed, ensure_ascii=False).encode()
    verdict, _checks = check_badge(page, {"name": "badge.json", "mimeType": "", "buffer": content})
    assert verdict == "changed"
    assert page.url.startswith("file:")
