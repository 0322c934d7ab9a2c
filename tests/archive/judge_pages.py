"""The Nu checker and axe find nothing in what only an ended project shows, run by `make judge`.

Notices above and below, forms as they were printed, what is known of links elsewhere, how to verify, the warning
before a move, and the pages that lead on from an old host.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.archive.ended import TO, Ended, ended
from tests.journeys.browser import chromium
from tests.judges.accessibility import READINGS, Judge
from tests.judges.judging import none
from tests.judges.packages import MODULES
from tests.judges.page_types import INDEX, page_types
from tests.judges.serving import over_http

PACKAGES = MODULES / "node_modules"


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    return ended(tmp_path_factory)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(service_workers="block")
    yield context.new_page()
    context.close()


def test_the_checker_finds_no_error(project: Ended) -> None:
    jar = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java") or "java"
    command = [java, "-jar", str(jar), "--errors-only", "--skip-non-html", "--format", "json"]
    places = [str(project.site), str(project.old_host)]
    run = subprocess.run([*command, *places], capture_output=True, text=True, check=False)
    none([f"{one['message']}: {one['url']}:{one.get('lastLine')}" for one in json.loads(run.stderr)["messages"]])


@pytest.mark.parametrize("language", ["en", "ro"])
def test_axe_finds_nothing_on_any_type_of_page(project: Ended, page: Page, language: str) -> None:
    judge = Judge.of(page, PACKAGES)
    with over_http(project.site) as url:
        for address in page_types(project.site, language):
            page.goto(url + address)
            judge.judge(address)
    none(judge.findings.texts())


@pytest.mark.parametrize("language", ["en", "ro"])
def test_axe_finds_nothing_on_what_leads_on(project: Ended, page: Page, language: str) -> None:
    judge = Judge.of(page, PACKAGES)
    text = (project.old_host / language / "about" / INDEX).read_text("utf-8")
    assert f"{TO}/{language}/about/" in text
    # It would lead on at once. In the dark axe takes the page for white, which has no colours but the browser's.
    page.set_content(text.replace('http-equiv="refresh"', "data-refresh"))
    judge.judge("moved away", [reading for reading in READINGS if not reading.dark])
    none(judge.findings.texts())


@pytest.mark.parametrize("language", ["en", "ro"])
def test_all_that_is_new_was_judged(project: Ended, language: str) -> None:
    pages = [project.site / address.lstrip("/") for address in page_types(project.site, language)]
    words = "".join((path / INDEX if path.is_dir() else path).read_text("utf-8") for path in pages)
    for part in (
        "https://archive.example/web/1",
        "https://archive.example/web/2",
        TO,
        "sheet archived",
        "sha256sum -c",
    ):
        assert part in words, part
