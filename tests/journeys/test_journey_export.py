"""An editor publishes the site with a button: it says what it does, what came of it, and hands it over as a zip."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Windows
from tests.journeys.people import log_in

pytestmark = pytest.mark.browser


def test_an_editor_exports_the_site_and_takes_it_home(windows: Windows) -> None:
    page = windows.open()
    log_in(page, "editor")
    page.goto("/admin/export/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Export")
    page.get_by_role("button", name="Export now").click()
    # The part of the page that tells how far it is changes by itself.
    expect(page.locator("#export-state")).to_contain_text("Exported on")
    newest = page.locator("#history-section tbody tr").first
    expect(newest).to_contain_text("editor")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download as zip").click()
    with zipfile.ZipFile(started.value.path()) as archive:
        assert "en/index.html" in archive.namelist()
    newest.get_by_role("link").click()
    expect(page.locator(".export-facts")).to_contain_text("editor")
