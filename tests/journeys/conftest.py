"""A served demo with the real content, and windows of a browser onto it."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import Windows, chromium
from tests.journeys.server import Demo, served
from tests.prepared import copied, in_a_folder, prepared

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure until the windows are closed."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, served; each test process has its own, so that exports do not meet."""
    with served(copied(prepared(tmp_path_factory), tmp_path_factory.mktemp("demo"))) as demo:
        yield demo


@pytest.fixture(scope="session")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as a folder that is read without a server, with no badge awarded yet."""
    return in_a_folder(tmp_path_factory)


# Not for the session: Playwright's event loop would be in the way of other tests that start one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def windows(browser: Browser, demo: Demo, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Windows]:
    """Opens windows. After a failure their pictures are kept; otherwise none of them may have had a problem."""
    windows = Windows(browser, demo.url)
    yield windows
    failed = request.node.stash.get(FAILED, False)
    if failed:
        for path in windows.save_screens(tmp_path):
            print(f"window: {path}")
    windows.close()
    if failed:
        print("\n".join(windows.problems))
    else:
        assert windows.problems == []
