"""A learning package runs in a learning platform: it begins, reports, and finds its place again."""

import functools
import threading
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.archive.packaged import Quiet
from tests.journeys.browser import chromium

PLATFORM = """<!doctype html><title>Platform</title><script>
const kept = JSON.parse(sessionStorage.getItem('kept') || '{}');
const calls = [];
window.API = {
  LMSInitialize: () => { calls.push('Initialize'); return 'true'; },
  LMSGetValue: (name) => kept[name] ?? (name === 'cmi.core.lesson_status' ? 'not attempted' : ''),
  LMSSetValue: (name, value) => {
    kept[name] = value; sessionStorage.setItem('kept', JSON.stringify(kept)); return 'true';
  },
  LMSCommit: () => { calls.push('Commit'); return 'true'; },
  LMSFinish: () => { sessionStorage.setItem('finished', 'yes'); return 'true'; },
};
</script><iframe src="START" width="1000" height="900"></iframe>"""

KEPT = "JSON.parse(sessionStorage.getItem('kept') || '{}')"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def platform(package: Path, tmp_path: Path) -> Iterator[str]:
    """A learning platform with the module of the sample; its address."""
    folder = tmp_path / "platform"
    with zipfile.ZipFile(package / "data/modules/listening.en.scorm.zip") as archive:
        archive.extractall(folder / "package")
    manifest = ET.parse(folder / "package/imsmanifest.xml").getroot()
    start = next(element.get("href") for element in manifest.iter() if element.tag.endswith("}resource"))
    (folder / "index.html").write_text(PLATFORM.replace("START", f"package/{start}"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_the_manifest_names_every_file(package: Path) -> None:
    with zipfile.ZipFile(package / "data/modules/listening.ar.scorm.zip") as archive:
        names = set(archive.namelist())
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    listed = {element.get("href") for element in manifest.iter() if element.tag.endswith("}file")}
    assert listed == names - {"imsmanifest.xml"}
    assert [element.text for element in manifest.iter() if element.tag.endswith("}schemaversion")] == ["1.2"]


@pytest.mark.browser
def test_a_platform_is_told_and_tells_again(platform: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(platform)
    module = page.frame_locator("iframe")
    module.locator("h1").wait_for()
    page.wait_for_function(f"{KEPT}['cmi.core.lesson_status'] === 'incomplete'")
    module.locator("#part-reflect input[type=radio]").nth(1).check()
    page.wait_for_function(f"({KEPT}['cmi.suspend_data'] || '').includes('before')")
    page.goto(f"{platform}package/imsmanifest.xml")
    assert page.evaluate("sessionStorage.getItem('finished')") == "yes"
    assert page.evaluate(KEPT)["cmi.core.exit"] == "suspend"
    page.evaluate("localStorage.clear()")  # Another machine: only the platform remembers.
    page.goto(platform)
    module.locator("#part-reflect input[type=radio]").nth(1).wait_for(state="attached")
    page.wait_for_function(
        "document.querySelector('iframe').contentDocument?.querySelectorAll('#part-reflect input:checked').length === 1"
    )
    page.close()


@pytest.mark.browser
def test_without_a_platform_the_page_is_a_page(platform: str, browser: Browser) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{platform}package/en/skills/listening/index.html")
    page.locator("h1").wait_for()
    assert not faults
    page.close()
