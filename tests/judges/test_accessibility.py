"""axe-core finds nothing: every type of page, in every language, in every way to read it, with and without scripts."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.journeys.server import Demo
from tests.judges.accessibility import LENGTHS, READINGS, Judge, Reading
from tests.judges.judging import none
from tests.judges.page_types import page_types

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# "": the pages that belong to no language.
LANGUAGES = ["", *(code for code, _name in settings.LANGUAGES)]


@pytest.fixture
def make_judge(browser: Browser, packages: Path) -> Iterator[Callable[..., Judge]]:
    """Opens a tab for a judge; the service worker, which would fetch pages meanwhile, stays out."""
    contexts = []

    def make(*, scripts: bool = True) -> Judge:
        context = browser.new_context(service_workers="block")
        contexts.append(context)
        # axe is a script itself, so scripts may not be turned off as such.
        if not scripts:
            context.route("**/*.js", lambda route: route.abort())
        return Judge.of(context.new_page(), packages)

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda code: code or "none")
def test_every_type_of_page(exported: Demo, site_url: str, make_judge: Callable[..., Judge], language: str) -> None:
    judge = make_judge()
    addresses = page_types(exported.site, language)
    assert addresses
    for number, address in enumerate(addresses):
        judge.page.goto(site_url + address)
        judge.judge(address, readings_of(language, number))
    none(judge.findings.texts())


def readings_of(language: str, number: int) -> Sequence[Reading]:
    """Return how the type of that number is read: in every way in the source language, and in one other by all rules.

    In the rest, what longer words do to the page: markup and colours are those of the same template.
    """
    if language in {"", settings.LANGUAGE_CODE}:
        return READINGS
    others = [code for code in LANGUAGES if code not in {"", settings.LANGUAGE_CODE}]
    if number % len(others) == others.index(language):
        return [reading for reading in READINGS if not reading.dark]
    return LENGTHS


def test_every_type_of_page_without_scripts(exported: Demo, site_url: str, make_judge: Callable[..., Judge]) -> None:
    judge = make_judge(scripts=False)
    for address in page_types(exported.site, settings.LANGUAGE_CODE):
        judge.page.goto(site_url + address)
        judge.judge(address, READINGS[:1])
    none(judge.findings.texts())


def test_the_judge_is_awake(make_judge: Callable[..., Judge]) -> None:
    judge = make_judge()
    judge.page.set_content('<main style="color: #999; width: 400px">Words <img src="/"></main>')
    judge.judge("bad")
    rules = {rule for rule, _where in judge.findings.faults}
    assert {"color-contrast", "image-alt", "html-has-lang", "wider than the window"} <= rules
