"""What other programs read of a page: valid, absolute, and true."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from PIL import Image

from cms.export.check import check_site
from cms.export.render import opengraph
from cms.export.render.lettering import Lettering
from cms.export.render.opengraph import BOLD, MOST_LINES, TEXT_WIDTH, TITLE_SIZES, Artist, Card
from cms.learning.context.metadata import as_json_ld, og_locale
from tests.sample_site import BASE

SEARCH_PAGE = "type: tool\ntool: search\ntitle: Search\nsummary: Find it.\n"


@pytest.fixture
def site(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    call_command("export_site", output=tmp_path / "dist", base_url=BASE)
    return tmp_path / "dist"


def graph(site: Path, path: str) -> list[dict[str, Any]]:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (site / path).read_text())
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = data["@graph"]
    return found


def test_a_module_is_a_learning_resource(site: Path) -> None:
    module = graph(site, "ar/skills/listening/index.html")[0]
    assert module["@type"] == "LearningResource"
    assert module["url"] == f"{BASE}/ar/skills/listening/"
    assert (module["name"], module["description"]) == ("ع Listening", "ع You can listen.")
    assert module["inLanguage"] == "ar"
    assert module["teaches"] == ["ع Wait for an answer."]
    assert re.fullmatch(r"PT\d+M", module["timeRequired"])
    assert module["dateModified"] == "2026-01-31"
    assert module["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert module["isAccessibleForFree"] is True
    assert module["publisher"]["name"] == module["author"]["name"] == "Sample issuer"
    assert {"lesson", "quiz", "podcast"} <= set(module["learningResourceType"])


def test_a_badge_is_a_credential_about_its_module(site: Path) -> None:
    badge = graph(site, "en/badges/listening/index.html")[0]
    assert badge["@type"] == "EducationalOccupationalCredential"
    assert badge["about"] == {"@id": f"{BASE}/en/skills/listening/"}
    assert badge["recognizedBy"]["name"] == "Sample issuer"
    assert badge["competencyRequired"]


def test_every_page_says_where_it_stands(site: Path) -> None:
    pages = [str(path.relative_to(site)) for path in site.glob("??/**/index.html")]
    assert len(pages) == 26
    for path in pages:
        if path.count("/") > 1:
            [trail] = [node for node in graph(site, path) if node["@type"] == "BreadcrumbList"]
            items = [item["item"] for item in trail["itemListElement"]]
            assert items[0] == f"{BASE}/{path[:2]}/"
            assert items[-1] == f"{BASE}/{path.removesuffix('index.html')}"


def test_the_home_page_offers_a_search_only_where_there_is_one(site: Path, content_dir: Path, tmp_path: Path) -> None:
    assert graph(site, "en/index.html")[0]["@type"] == "WebSite"
    assert "potentialAction" not in graph(site, "en/index.html")[0]
    (content_dir / "pages/search").mkdir()
    (content_dir / "pages/search/page.yaml").write_text(SEARCH_PAGE)
    call_command("load_content", dir=content_dir)
    call_command("export_site", output=tmp_path / "again", base_url=BASE)
    action = graph(tmp_path / "again", "en/index.html")[0]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{BASE}/en/search/?q={{search_term_string}}"


def test_open_graph_names_the_page_its_languages_and_its_picture(site: Path) -> None:
    html = (site / "ar/skills/listening/index.html").read_text()
    tags = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', html))
    assert tags["og:title"] == "ع Listening"
    assert tags["og:url"] == f"{BASE}/ar/skills/listening/"
    assert tags["og:image"] == f"{BASE}/og/ar/skills/listening.png"
    assert (tags["og:locale"], tags["og:locale:alternate"]) == (og_locale("ar"), "en_US")
    assert tags["twitter:card"] == "summary_large_image"
    assert '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">' in html
    assert "og:image" in (site / "index.html").read_text()


def test_no_text_can_end_the_script_element() -> None:
    written = as_json_ld([{"name": "</script><script>alert(1)</script> & <!--"}])
    assert not set("<>&") & set(written)
    assert json.loads(written)["@graph"][0]["name"] == "</script><script>alert(1)</script> & <!--"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (
            '<script type="application/ld+json">{"url": "https://site.example/no/"}</script>',
            "its metadata name https://site.example/no/, which is not there",
        ),
        ('<script type="application/ld+json">{"url": }</script>', "holds JSON-LD that is not JSON"),
        (
            '<meta property="og:image" content="https://site.example/no.png">',
            "its metadata name https://site.example/no.png, which is not there",
        ),
        (
            '<link rel="canonical" href="https://site.example/b/">',
            "its metadata name https://site.example/b/, which is not there",
        ),
        (
            '<script type="application/ld+json">{"@id": "https://site.example/#no"}</script>',
            "its metadata name https://site.example/#no, which is not there",
        ),
    ],
)
def test_metadata_that_leads_nowhere_is_found(head: str, message: str) -> None:
    page = f"<!doctype html><html><head>{head}</head><body></body></html>".encode()
    assert [str(finding) for finding in check_site({"index.html": page}, base_url=BASE)] == [f"index.html: {message}"]


def test_metadata_may_name_the_site_other_sites_and_places_for_a_query() -> None:
    data = [
        "https://site.example",
        "https://site.example/?q={term}",
        "https://other.example/x",
        "https://site.example.org/x",
    ]
    page = f'<!doctype html><html><head><script type="application/ld+json">{json.dumps(data)}</script></head></html>'
    assert check_site({"index.html": page.encode()}, base_url=BASE) == []


def test_each_skill_and_each_language_has_a_picture_of_the_right_size(site: Path) -> None:
    pictures = sorted(str(path.relative_to(site)) for path in (site / "og").rglob("*.png"))
    assert pictures == [f"og/{code}/{name}.png" for code in ("ar", "en") for name in ("site", "skills/listening")]
    for name in pictures:
        with Image.open(site / name) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))
        assert (site / name).stat().st_size < 60_000


def test_a_picture_is_drawn_once(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: object) -> bytes:
        raise AssertionError("drawn again")

    monkeypatch.setattr(opengraph.Artist, "_draw", fail)
    call_command("export_site", output=tmp_path / "again", base_url=BASE)


@pytest.fixture
def lettering() -> Lettering:
    folder = Path(settings.ASSETS_DIR)
    names = json.loads((folder / "manifest.json").read_text())
    return Lettering([folder / name for plain, name in names.items() if plain.startswith("fonts/")])


@pytest.mark.parametrize(
    "title",
    [
        "Motivarea pentru dezvoltare",
        "Intohimo ja itsensä motivoiminen",
        "Otwartość na różnorodność",
        "Śćieżka",
        "Empathy",
    ],
)
def test_long_titles_are_broken_into_lines_that_fit(lettering: Lettering, title: str) -> None:
    assert lettering.knows(title)
    size, lines = Artist().fit(title, TEXT_WIDTH, TITLE_SIZES)
    assert " ".join(lines) == title
    assert len(lines) <= MOST_LINES
    assert max(lettering.width(line, size, BOLD) for line in lines) <= TEXT_WIDTH


def test_letters_that_the_font_lacks_are_left_out_and_nothing_fails(lettering: Lettering) -> None:
    assert not lettering.knows("الاستماع")
    with_words, without = (
        Artist().draw(Card(title, "Others", "Site", 7, "others", "empathy")) for title in ("Empathy", "الاستماع")
    )
    assert with_words != without
