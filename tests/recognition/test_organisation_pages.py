"""The directory of organisations: its pages, its filters, its files, and what is wrong in them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from directory_files import add_files
from django.test import Client

from cms.content.dump import dump_content
from cms.content.errors import ContentError
from cms.content.read import read_content
from cms.learning.searchable.documents import documents
from cms.learning.snapshot import take_snapshot
from cms.practices.vocabulary import COUNTRIES
from cms.recognition.vocabulary import KINDS, RELATIONS

Pages = Callable[[], dict[str, str]]
SHEETS = "".join(Path(f"site/assets/css/{name}.css").read_text() for name in ("practices", "recognition"))
SCHEMA = json.loads(Path("cms/content/schemas/content.schema.json").read_text())["$defs"]
HARBOUR = "organisations/harbour/organisation.yaml"


def test_an_organisation_shows_its_facts_and_related_badges(pages: Pages) -> None:
    page = pages()["en/organisations/harbour/index.html"]
    shown = ("Finland · Company", "It loads ships.", "Mooring &amp; more", "One listens for the bell.", "CC BY-SA 4.0")
    for words in shown:
        assert words in page, words
    assert re.search(r'theme in common: <a href="/en/badges/listening/">Listening</a>', page)
    assert 'href="/en/badge-map/"' in page
    assert "To be listed is not yet to endorse a badge." in page
    about = '{"@type":"Organization","name":"The Harbour","address":{"@type":"PostalAddress","addressCountry":"FI"}'
    assert about in page


def test_the_list_can_be_filtered_without_a_script(pages: Pages) -> None:
    page = pages()["ar/organisations/index.html"]
    assert page.count('data-country="fi" data-kind="company"') == 1
    for name, values in (("country", ["ee", "fi"]), ("kind", ["company", "provider"])):
        offered = re.search(rf'name="{name}">(.*?)</select>', page, re.DOTALL)
        assert offered
        assert sorted(re.findall(r'<option value="(\w+)"', offered[1])) == values


def test_style_sheet_and_schema_know_every_value() -> None:
    for name, known in (("country", COUNTRIES), ("kind", dict(KINDS))):
        for value in known:
            rule = f'[name="{name}"] [value="{value}"]:checked) .practice-card:not([data-{name}~="{value}"])'
            assert rule in SHEETS, (name, value)
    assert SCHEMA["organisation"]["properties"]["kind"]["enum"] == list(dict(KINDS))
    named = SCHEMA["organisation"]["properties"]["badges"]["allOf"][1]["additionalProperties"]["properties"]
    assert named["relation"]["enum"] == list(dict(RELATIONS))
    assert sorted(SCHEMA["country"]["enum"]) == sorted(COUNTRIES)


def test_what_is_loaded_is_dumped_as_it_was(directory: Path, tmp_path: Path) -> None:
    dump_content(tmp_path / "dump")
    for name in (HARBOUR, "organisations/school/organisation.yaml", "pages/organisations/page.yaml"):
        assert (tmp_path / "dump" / name).read_text() == (directory / name).read_text(), name


def test_it_is_found_by_what_it_does(directory: Path) -> None:
    found = {document.path: document for document in documents(take_snapshot(), "en")}
    parts = found["organisations/harbour"].parts
    assert [(part.anchor, part.heading) for part in parts] == [("", ""), ("what", "What it does")]
    assert "harbour.example" not in " ".join(found["organisations/harbour"].words)


def test_the_api_has_it_with_its_facts(directory: Path, client: Client) -> None:
    found = client.get("/++api++/en/organisations/harbour").json()
    assert (found["@type"], found["kind"], found["country"]) == ("organisation", "company", "fi")
    assert client.get("/++api++/@vocabularies/kinds").json()["items"][0]["token"] == "higher"


FAULTS = [
    ("kind: company", "kind: firm", "kind"),
    ("page: badges/listening", "page: badges/whistling", "there is no such page"),
    ("url: https://harbour.example/mooring", "url: javascript:alert(1)", "url"),
]


def test_what_is_wrong_is_named_with_its_file(two_languages: None, content_dir: Path) -> None:
    add_files(content_dir)
    path = content_dir / HARBOUR
    right = path.read_text()
    for old, new, said in FAULTS:
        path.write_text(right.replace(old, new))
        with pytest.raises(ContentError, match=rf"(?s){HARBOUR}.*{said}"):
            read_content(content_dir)


def test_the_map_and_its_list_say_the_same(pages: Pages) -> None:
    for page in (pages()[f"{language}/badge-map/index.html"] for language in ("en", "ar")):
        drawing, told = page.partition('<svg class="stars wide"')[2].split("</svg>", 1)
        drawn = re.findall(r'<a class="(\w+)[^"]*" href="([^"]+)" tabindex="-1">', drawing)
        listed = re.findall(r'<a href="([^"]+)"', told.partition('class="told"')[2].partition("</section>")[0])
        assert sorted(address for _kind, address in drawn) == sorted(listed)
        assert sorted(kind for kind, _address in drawn) == ["other", "set", "skill"]
        assert "https://harbour.example/mooring" in listed


def test_the_same_badges_give_the_same_drawing_and_arabic_its_mirror(pages: Pages) -> None:
    first, second = pages(), pages()
    assert first["en/badge-map/index.html"] == second["en/badge-map/index.html"]

    def first_star(language: str) -> tuple[int, int]:
        page = first[f"{language}/badge-map/index.html"]
        width = re.search(r'viewBox="0 0 (\d+) ', page[page.index('class="stars slim"') :])
        star = re.search(r'<a class="skill[^>]*><circle class="rim" cx="(\d+)"', page)
        assert width
        assert star
        return int(width[1]), int(star[1])

    (width, left), (same, right) = first_star("en"), first_star("ar")
    assert (same, right) == (width, width - left)
