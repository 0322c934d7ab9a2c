"""The search index: what stands in it, where it leads, and that one form of a word finds the others."""

import json
import re
import string
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from lxml import html as lxml_html
from wagtail.models import Page

from cms.export.plan import Options, plan
from cms.export.render.renderer import Renderer
from cms.export.search import search_folder, search_scripts
from cms.export.search.index import build_index
from cms.export.search.stems import stem_all, stems_of
from cms.learning.searchable.documents import Document, Part
from cms.learning.searchable.words import fold, words_of
from cms.learning.snapshot import Snapshot, take_snapshot
from tests.export.word_pairs import PAIRS

BASE = "https://site.example"
SEARCH_PAGE = "type: tool\ntool: search\ntitle: Search\nsummary: Find a word.\n"


@pytest.fixture
def searchable(sample: Path) -> Path:
    """The sample with a search page, which is not translated."""
    folder = sample / "pages" / "search"
    folder.mkdir()
    (folder / "page.yaml").write_text(SEARCH_PAGE, encoding="utf-8")
    call_command("load_content", dir=sample)
    return sample


@pytest.fixture
def snapshot(searchable: Path) -> Snapshot:
    return take_snapshot()


@pytest.fixture
def site(searchable: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url=BASE)
    return output


def data_of(script: str) -> Any:
    """Return the data that a script assigns."""
    return json.loads(script[script.index("=", script.index("]") if "TEXTS" in script else 0) + 1 : script.rindex(";")])


def index_of(snapshot: Snapshot, language: str) -> dict[str, Any]:
    return data_of(search_scripts(snapshot, language)[f"{search_folder(snapshot, language)}index.js"])


def words_at(snapshot: Snapshot, language: str, path: str) -> dict[str, str]:
    """Return the words of a page by the anchor of the part they are in."""
    pages = index_of(snapshot, language)["pages"]
    [(number, page)] = [(number, page) for number, page in enumerate(pages) if page[0] == path]
    texts = data_of(search_scripts(snapshot, language)[f"{search_folder(snapshot, language)}{number}.js"])
    return {anchor: text for (anchor, _heading, _length), text in zip(page[4], texts, strict=True)}


def read_numbered(text: str) -> list[tuple[int, str]]:
    found = re.findall(r"([A-Z])([^A-Z]*)", text)
    return [(string.ascii_uppercase.index(letter), rest) for letter, rest in found]


def read_index(index: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the forms and the places of each stem, as a browser reads them."""
    before, found = "", {}
    lines = zip(index["endings"].split("\n"), index["places"].split("\n"), strict=True)
    for (shared, rest), (endings, places) in zip(read_numbered(index["terms"]), lines, strict=True):
        before = before[:shared] + rest
        forms = {before[: len(before) - cut] + ending for cut, ending in read_numbered(endings)}
        found[before] = {"forms": forms, "places": places}
    return found


def document(path: str, text: str, language: str = "en") -> Document:
    return Document(path, "info", language, "", (Part("", "", text),))


def test_the_plan_lists_the_scripts_and_the_export_writes_them(site: Path) -> None:
    snapshot = take_snapshot()
    planned = {output.path for output in plan(snapshot) if output.kind == "search"}
    assert planned == {path for code in ("en", "ar") for path in search_scripts(snapshot, code)}
    written = {str(path.relative_to(site)) for path in (site / "search").rglob("*.js")}
    assert written == planned
    sums = (site / "SHA256SUMS").read_text()
    index = next(path for path in planned if path.endswith("index.js"))
    assert all(f"  {index}{suffix}\n" in sums for suffix in ("", ".gz", ".br"))


def test_without_a_search_page_there_is_no_index(sample: Path) -> None:
    snapshot = take_snapshot()
    assert search_folder(snapshot, "en") == ""
    assert not [output for output in plan(snapshot) if output.kind == "search"]


def test_every_result_leads_to_a_place_that_exists(site: Path) -> None:
    snapshot = take_snapshot()
    for language in ("en", "ar"):
        for path, _kind, _language, _title, parts in index_of(snapshot, language)["pages"]:
            root = lxml_html.document_fromstring((site / language / path / "index.html").read_bytes())
            ids = {"", *root.xpath("//@id")}
            assert {anchor for anchor, *_rest in parts} <= ids, path


def test_the_same_content_gives_the_same_scripts_and_other_words_another_folder(searchable: Path) -> None:
    before, again = take_snapshot(), take_snapshot()
    assert search_scripts(before, "en") == search_scripts(again, "en")
    (searchable / "pages" / "news").mkdir()
    (searchable / "pages" / "news" / "page.yaml").write_text("type: info\ntitle: News\nsummary: Some.\n", "utf-8")
    call_command("load_content", dir=searchable)
    changed = take_snapshot()
    assert search_folder(changed, "en") != search_folder(before, "en")


def test_the_page_names_the_folder_and_hides_the_field_from_those_without_scripts(site: Path) -> None:
    html = lxml_html.document_fromstring((site / "ar/search/index.html").read_bytes())
    [tool] = html.xpath("//*[@id='search']")
    assert tool.get("data-folder") == search_folder(take_snapshot(), "ar")
    assert tool.get("data-ending") == ""
    assert html.xpath("//form[@role='search']/@hidden")
    titles = html.xpath("//*[@data-part='pages']//a/text()")
    assert {"ع About", "ع Listening", "ع Glossary"} <= set(titles)


def test_a_portable_page_knows_that_folders_have_no_index_pages(snapshot: Snapshot, assets: Path) -> None:
    renderer = Renderer(snapshot, Options(BASE, portable=True))
    [output] = [output for output in plan(snapshot) if output.path == "en/search/index.html"]
    assert 'data-ending="index.html"' in renderer.fill(output, renderer.context(output))[0]


def test_parts_have_their_words_without_tags_and_without_the_answers(snapshot: Snapshot) -> None:
    words = words_at(snapshot, "en", "skills/listening")
    assert words["work"] == (
        "One paragraph about an echo. Another with “quotes” & signs < >. Listen first. A class in Turku."
    )
    assert words["activity-pairs"].startswith("To try it. A clock. Sit down. Talk.")
    assert words["part-decide"].startswith("A room. Ana: Hello.")
    assert words["part-check"] == "Which? Which ones? In which order? What goes together?"
    assert "A. Author A Book A Press" in words["part-reading"]
    assert words_at(snapshot, "en", "glossary")["term-echo"] == "Saying back what one heard."


def test_pages_of_no_use_to_a_searcher_are_left_out(snapshot: Snapshot) -> None:
    paths = [path for path, *_rest in index_of(snapshot, "en")["pages"]]
    assert paths[0] == ""
    assert "search" not in paths
    assert "skills/listening" in paths


def test_a_page_in_another_language_says_so_and_is_stemmed_as_such(searchable: Path) -> None:
    Page.objects.get(slug="about", locale__language_code="ar").specific.unpublish()
    snapshot = take_snapshot()
    languages = {path: language for path, _kind, language, *_rest in index_of(snapshot, "ar")["pages"]}
    assert languages["about"] == "en"
    assert languages["skills/listening"] == "ar"
    assert "strong" in read_index(index_of(snapshot, "ar"))


def test_the_index_reads_back_as_it_was_written() -> None:
    texts = ["Speaking spoke", *["speak listens"] * 3, *["x"] * 40, "listening listened heard"]
    index = build_index([document(str(number), text) for number, text in enumerate(texts)], "en")
    found = read_index(index)
    assert found["listen"]["forms"] == {"listens", "listening", "listened"}
    assert found["speak"] == {"forms": {"speaking", "speak"}, "places": "1111"}
    # The first of them is one after nothing; from 3 on, 41 further: 9 with 32 to come.
    assert found["listen"]["places"] == "211F1"
    assert found["heard"]["places"] == "J1"


def test_frequent_words_are_marked_and_common_ones_left_out() -> None:
    texts = ["echo echo echo and", "and echo", "and", "and", "and", "and", "and"]
    found = read_index(build_index([document(str(number), text) for number, text in enumerate(texts)], "en"))
    assert found["echo"]["places"] == "1.1"
    assert found["and"]["places"] == "*"


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Comunicación", "comunicacion"),
        ("łódź", "lodz"),
        ("ședință", "sedinta"),
        ("şedinţă", "sedinta"),
        ("Ääni", "aani"),
    ],
)
def test_accents_do_not_matter(word: str, folded: str) -> None:
    assert fold(word) == folded
    assert folded in stems_of({"en": Counter(words_of(word))})


def test_both_spellings_of_a_romanian_letter_have_one_stem() -> None:
    stems = stem_all("ro", ["abilităţi", "abilități"])
    assert stems["abilităţi"] == stems["abilități"]


def test_a_language_that_snowball_does_not_know_keeps_its_words() -> None:
    assert stem_all("is", ["hestur"]) == {"hestur": "hestur"}


def meet(one: str, other: str) -> bool:
    """Tell whether a query for one stem finds the other: they are the same, or one begins the other."""
    return one.startswith(other[:-1]) or other.startswith(one)


def test_one_form_of_a_word_finds_the_others() -> None:
    missed = []
    for language, pairs in PAIRS.items():
        for indexed, asked in pairs:
            stems = {word: fold(stem) for word, stem in stem_all(language, [indexed, asked]).items()}
            if not meet(stems[indexed], stems[asked]):
                missed.append((indexed, asked))
    # Finnish "taito" becomes "taido-" in its other forms, which is more than an ending.
    assert missed == [("taidot", "taito")]
