"""A module of the real content, as a learner opens it, and what its contents say of the progress."""

import re
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import Windows

SLUG = "empathy"
PHONE = {"width": 360, "height": 740}
# The parts that are done by doing; the others by reading them.
WORK = ("reflect", "practise", "decide", "check", "plan")


def module(slug: str = SLUG) -> dict[str, Any]:
    """Return the English content of a module."""
    data: dict[str, Any] = yaml.safe_load(
        (Path(settings.CONTENT_DIR) / "skills" / slug / "skill.yaml").read_text("utf-8")
    )
    return data


def open_module(windows: Windows, language: str = "en", *, scripts: bool = True) -> Page:
    page = windows.open(scripts=scripts)
    page.goto(f"/{language}/skills/{SLUG}/")
    return page


def entry(page: Page, part: str) -> Locator:
    """Return the entry of a part in the contents."""
    return page.locator(f'.contents li:has(> a[href="#part-{part}"])')


def is_done(page: Page, *parts: str) -> None:
    """Expect just these parts to be done, of those that need more than reading; and their number to be that shown."""
    for part in WORK:
        expect(entry(page, part)).to_have_attribute(
            "data-level", re.compile("^done$" if part in parts else "^(read)?$")
        )
    page.wait_for_function(
        """() => {
          const done = document.querySelectorAll('.contents [data-level="done"]').length;
          return document.querySelector('.contents summary span').textContent.match(/\\d+/)[0] === String(done);
        }"""
    )


def answer(page: Page, kind: str, values: list[int]) -> None:
    """Answer the statements "before" or "after", 1 to 4 each."""
    for statement, value in zip(module()["reflect"]["statements"], values, strict=True):
        page.locator(f'[name="{kind}-{statement}"][value="{value}"]').check()


def see(page: Page, name: str) -> None:
    """Scroll to the end of a section, as one who reads."""
    page.locator(f"[id={name}]").evaluate("section => section.lastElementChild.scrollIntoView({block: 'center'})")
