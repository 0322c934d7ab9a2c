"""A reader keeps the site in the browser, reads it without a connection, and deletes it again."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Windows
from tests.journeys.people import language_of
from tests.journeys.words import words

pytestmark = pytest.mark.browser

KEPT = "caches.keys().then((names) => names.length)"
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"


def keep(page: Page, what: str) -> None:
    page.locator(f'[data-keep="{what}"]').click()
    expect(page.locator('[data-part="message"]')).to_be_focused()
    expect(page.locator('[data-part="progress"]')).to_be_hidden()


def row(language: str) -> str:
    return f'#part-keep [data-row="{language}"]'


def test_a_language_is_kept_read_offline_and_deleted(windows: Windows) -> None:
    page = windows.open()
    page.goto("/fi/offline/")
    # The size is told before anything is loaded, and nothing is kept unasked.
    expect(page.locator('[data-size="fi"]')).to_contain_text("Mt")
    assert (page.evaluate(KEPT), page.evaluate(WORKERS)) == (0, 0)
    keep(page, "fi")
    expect(page.locator(row("fi"))).to_be_visible()
    expect(page.locator('[data-keep="fi"]')).to_be_hidden()
    expect(page.locator(row("en"))).to_be_hidden()

    page.context.set_offline(True)
    page.goto("/fi/skills/empathy/")
    language_of(page, "fi")
    expect(page.locator("h1")).to_have_text(words("fi", "skills/empathy")["title"])
    assert page.locator("main img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.goto("/fi/search/?q=empatia")
    expect(page.locator("h1")).to_have_text(words("fi", "pages/search")["title"])
    page.locator('header nav a[href$="verify/"]').click()
    expect(page.locator("h1")).to_have_text(words("fi", "pages/verify")["title"])

    # What is not kept is said in the language of its address, with the way to what is.
    page.goto("/pl/skills/empathy/")
    language_of(page, "pl")
    expect(page.locator("[data-home]").filter(visible=True)).to_have_count(1)
    page.locator('[data-home="fi"] a').click()
    expect(page.locator("h1")).to_have_text(words("fi", "pages/home")["title"])

    page.context.set_offline(False)
    page.goto("/fi/offline/")
    page.locator('[data-delete="fi"]').click()
    expect(page.locator(row("fi"))).to_be_hidden()
    expect(page.locator('[data-keep="fi"]')).to_be_visible()
    assert (page.evaluate(KEPT), page.evaluate(WORKERS)) == (0, 0)


def test_the_reader_is_told_when_the_site_has_changed(windows: Windows) -> None:
    page = windows.open()
    page.goto("/en/offline/")
    keep(page, "en")
    changed = page.locator('[data-part="changed"]')
    expect(changed).to_be_hidden()
    # As if it had been kept before the last release, which replaced one file.
    page.evaluate(
        """async () => {
            const [name] = await caches.keys();
            const kept = await caches.open(name);
            const address = new URL('/offline/en.json', location).href;
            const answer = await kept.match(address);
            const list = await answer.json();
            const file = list.files.find((one) => one.address === 'en/about/');
            Object.assign(file, {sha256: '0'.repeat(64)});
            await kept.put(new URL('/en/about/', location).href, new Response('old'));
            await kept.put(address, new Response(JSON.stringify({...list, version: 'old'}), answer));
        }"""
    )
    page.reload()
    expect(changed).to_be_visible()
    page.locator('[data-part="update"]').click()
    expect(changed).to_be_hidden()
    page.context.set_offline(True)
    page.goto("/en/about/")
    expect(page.locator("h1")).to_have_text(words("en", "pages/about")["title"])


def test_a_run_that_is_stopped_changes_nothing(windows: Windows) -> None:
    page = windows.open()
    page.goto("/en/offline/")
    expect(page.locator('[data-size="all"]')).not_to_be_empty()
    # A module that never arrives: the reader has time to think again.
    page.route("**/en/skills/empathy/", lambda route: None)
    page.locator('[data-keep="all"]').click()
    cancel = page.locator('[data-part="cancel"]')
    expect(cancel).to_be_focused()
    cancel.click()
    expect(page.locator('[data-part="choices"]')).to_be_visible()
    expect(page.locator('[data-part="kept"]')).to_be_hidden()
    assert (page.evaluate(KEPT), page.evaluate(WORKERS)) == (0, 0)


def test_without_scripts_the_downloads_are_there_and_nothing_else(windows: Windows) -> None:
    page = windows.open(scripts=False)
    page.goto("/en/offline/")
    expect(page.locator('[data-part="unsupported"]')).to_be_visible()
    expect(page.locator('[data-part="tool"]')).to_be_hidden()
    with page.expect_download() as begun:
        page.locator('.downloads a[href$="perennial-en.zip"]').click()
    assert begun.value.suggested_filename == "perennial-en.zip"
