"""Somebody looks for something: on the served site, in a folder, in six languages, and without scripts."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from lxml import html as lxml_html
from playwright.sync_api import Browser, Locator, Page, expect

from cms.export.search.index import build_index
from cms.learning.searchable.documents import Document, Part
from tests.export.word_pairs import PAIRS
from tests.journeys.browser import Windows
from tests.journeys.server import Demo
from tests.journeys.words import words

pytestmark = pytest.mark.browser

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# A form of the word that stands in the title of the module on listening.
INFLECTED = {
    "en": "listens",
    "fi": "kuuntelusta",
    "es": "escuchando",
    "it": "ascoltando",
    "pl": "sluchaniem",
    "ro": "ascultarii",
}
# 93 pages of a language; each page of words costs some 700 bytes.
BROTLI_BYTES = 78_000


def look_for(page: Page, query: str) -> Locator:
    """Type the query, and return the results once they are there."""
    page.get_by_role("searchbox").fill(query)
    expect(page).to_have_url(re.compile(r"[?&]q="))
    return page.locator(".hit")


def result_with(page: Page, address: str) -> Locator:
    """Return the results that lead to an address, or to a part of it."""
    return page.locator(f'.hit a[href*="{address}"]')


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_form_of_a_word_finds_the_others(windows: Windows, language: str) -> None:
    page = windows.open()
    page.goto(f"/{language}/search/")
    look_for(page, INFLECTED[language])
    expect(result_with(page, f"/{language}/skills/active-listening/").first).to_be_visible()
    expect(page.locator(".hit").first).to_contain_text(words(language, "skills/active-listening")["title"])
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"\d"))
    marks = page.locator(".hit mark")
    expect(marks.first).to_be_visible()
    assert any(mark.lower() != INFLECTED[language] for mark in marks.all_inner_texts())


def test_nothing_is_loaded_before_the_reader_asks(windows: Windows) -> None:
    page = windows.open()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/search/", wait_until="networkidle")
    scripts = re.compile(r"/search/en/[0-9a-f]{8}/\w+\.js$")
    assert not [url for url in asked if scripts.search(url)]
    look_for(page, "silence")
    expect(page.locator(".hit mark").first).to_be_visible()
    loaded = [url for url in asked if scripts.search(url)]
    assert loaded[0].endswith("/index.js")
    assert 1 < len(loaded) <= 11


def test_results_are_reached_by_keyboard_and_back_leads_to_them(windows: Windows) -> None:
    page = windows.open()
    page.goto("/fi/search/?q=hiljaisuus")
    first = page.locator(".hit a").first
    expect(first).to_be_visible()
    page.get_by_role("searchbox").press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".hit a").nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    address = str(page.locator(".hit a").nth(1).get_attribute("href"))
    page.locator(".hit a").nth(1).click()
    expect(page).to_have_url(address)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("hiljaisuus")
    expect(first).to_be_visible()


def test_the_slash_opens_the_search_unless_it_is_turned_off(windows: Windows) -> None:
    page = windows.open()
    page.goto("/en/skills/empathy/")
    page.locator("#plan-what").press("/")
    expect(page.locator("#plan-what")).to_have_value("/")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.wait_for_url("**/en/search/#search-field")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("silence")
    expect(page.locator(".hit").first).to_be_visible()

    page.goto("/en/skills/empathy/")
    page.get_by_text("Reading options").click()
    page.get_by_label("Key that opens the search").select_option("off")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_role("heading", level=1, name="Empathy")).to_be_visible()
    assert page.url.endswith("/en/skills/empathy/")


def test_more_results_come_when_asked_for(windows: Windows) -> None:
    page = windows.open()
    page.goto("/en/search/")
    hits = look_for(page, "learner")
    expect(hits).to_have_count(10)
    page.locator("[data-part=more]").click()
    expect(hits).to_have_count(20)
    expect(hits.nth(10).locator("a")).to_be_focused()


def test_nothing_found_says_what_to_try_and_leaves_the_list_of_pages(windows: Windows) -> None:
    page = windows.open()
    page.goto("/es/search/")
    pages, advice = page.locator("[data-part=pages]"), page.locator("[data-part=none]")
    expect(advice).to_be_hidden()
    look_for(page, "silencio")
    expect(page.locator(".hit").first).to_be_visible()
    expect(pages).to_be_hidden()
    look_for(page, "qqzzxx")
    expect(page.get_by_role("status")).to_contain_text("qqzzxx")
    expect(advice).to_be_visible()
    expect(pages).to_be_visible()
    expect(page.locator(".hit")).to_have_count(0)
    page.get_by_role("searchbox").fill("")
    expect(advice).to_be_hidden()
    expect(pages).to_be_visible()


def test_some_of_the_words_are_better_than_none(windows: Windows) -> None:
    page = windows.open()
    page.goto("/en/search/")
    look_for(page, "paraphrase qqzzxx")
    expect(result_with(page, "#term-paraphrase").first).to_be_visible()


def test_without_scripts_there_is_the_list_of_all_pages(windows: Windows) -> None:
    page = windows.open(scripts=False)
    page.goto("/pl/search/")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.locator("main [data-part=pages] a")).to_have_count(len(page_titles(page)))
    assert words("pl", "skills/empathy")["title"] in page_titles(page)
    assert words("pl", "pages/application-received")["title"] not in page_titles(page)


def page_titles(page: Page) -> list[str]:
    return page.locator("main li a").all_inner_texts()


def test_the_site_in_a_folder_is_searched_too(stick: Path, windows: Windows) -> None:
    page = windows.open()
    page.goto((stick / "ro" / "search" / "index.html").as_uri())
    look_for(page, "tacere")
    link = result_with(page, "/ro/skills/active-listening/index.html#").first
    expect(link).to_be_visible()
    anchor = str(link.get_attribute("href")).rpartition("#")[2]
    link.click()
    expect(page.locator(f"[id={anchor}]")).to_be_in_viewport()
    assert page.url.startswith("file:")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("tacere")
    expect(page.locator(".hit").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_of_the_real_site_leads_to_a_place_that_exists(demo: Demo, language: str) -> None:
    [script] = (demo.site / "search" / language).glob("*/index.js")
    for path, _kind, _language, _title, parts in read_script(script)["pages"]:
        root = lxml_html.document_fromstring((demo.site / language / path / "index.html").read_bytes())
        assert {anchor for anchor, *_rest in parts} <= {"", *root.xpath("//@id")}, path
    assert script.with_suffix(".js.br").stat().st_size < BROTLI_BYTES


def read_script(script: Path) -> Any:
    text = script.read_text("utf-8")
    return json.loads(text[text.index("=") + 1 : text.rindex(";")])


@pytest.fixture
def folder(demo: Demo, tmp_path: Path) -> Path:
    """A folder with nothing but an English search page and what it needs."""
    [index] = (demo.site / "search" / "en").glob("*/index.js")
    for part in ("assets", "en/search", str(index.parent.relative_to(demo.site))):
        shutil.copytree(demo.site / part, tmp_path / "site" / part)
    return tmp_path / "site"


@pytest.mark.parametrize("language", PAIRS)
def test_words_are_found_by_other_forms_that_the_site_does_not_have(
    browser: Browser, folder: Path, language: str
) -> None:
    """The form that is typed is unknown to the index: only what its words have in common can lead to the result."""
    pages = [
        Document(f"page-{number}", "info", language, f"{number}", (Part("", "", indexed),))
        for number, (indexed, _asked) in enumerate(PAIRS[language])
    ]
    [script] = (folder / "search" / "en").glob("*/index.js")
    script.write_text(f"window.PERENNIAL_SEARCH={json.dumps(build_index(pages, language))};", encoding="utf-8")
    page = browser.new_page()
    missed = []
    for number, (indexed, asked) in enumerate(PAIRS[language]):
        page.goto(f"{(folder / 'en/search/index.html').as_uri()}?q={asked}")
        expect(page.get_by_role("status")).not_to_be_empty()
        if not result_with(page, f"/page-{number}/").count():
            missed.append((indexed, asked))
    page.close()
    assert missed == ([("taidot", "taito")] if language == "fi" else [])
