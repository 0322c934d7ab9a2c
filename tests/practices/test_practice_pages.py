"""What the pages about practices show of the sample's practice; read from its export in memory."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from cms.export.plan import Options, plan
from cms.export.render.renderer import Renderer
from cms.learning.snapshot import take_snapshot
from cms.practices.vocabulary import COUNTRIES, SECTORS, THEMES

CSS = Path("site/assets/css/practices.css").read_text()


@pytest.fixture
def pages(sample: Path, assets: Path) -> dict[str, str]:
    return render(Options("https://site.example"))


def render(options: Options) -> dict[str, str]:
    snapshot = take_snapshot()
    renderer = Renderer(snapshot, options)
    found = {}
    for output in plan(snapshot):
        if output.kind == "page" and "practice" in output.path:
            html, _aware = renderer.fill(output, renderer.context(output))
            found[output.path] = html
    return found


def test_a_practice_shows_its_parts_facts_and_that_it_is_an_example(pages: dict[str, str]) -> None:
    page = pages["en/practices/evening-class/index.html"]
    for words in ("once a week", "Begin with one badge.", "Finland, Estonia", "Evening School", "CC BY-SA 4.0"):
        assert words in page, words
    assert "This example was written for the demonstration." in page
    assert 'href="/en/compare-practices/#compare-evening-class"' in page
    assert '"@type":"Article"' in page
    assert '"license":"https://creativecommons.org/licenses/by-sa/4.0/"' in page
    assert "مرة في الأسبوع" in pages["ar/practices/evening-class/index.html"]


def test_the_list_can_be_filtered_without_a_script(pages: dict[str, str]) -> None:
    page = pages["en/practices/index.html"]
    assert 'data-country="fi ee" data-sector="adult" data-topic="design sharing"' in page
    for name, values in (("country", ["fi", "ee"]), ("sector", ["adult"]), ("topic", ["design", "sharing"])):
        offered = re.search(rf'name="{name}">(.*?)</select>', page, re.DOTALL)
        assert offered
        assert sorted(re.findall(r'<option value="(\w[\w-]*)"', offered[1])) == sorted(values)


def test_the_style_sheet_knows_every_value_of_every_filter() -> None:
    for name, known in (("country", COUNTRIES), ("sector", dict(SECTORS)), ("topic", dict(THEMES))):
        for value in known:
            rule = f'[name="{name}"] [value="{value}"]:checked) .practice-card:not([data-{name}~="{value}"])'
            assert rule in CSS, (name, value)


def test_the_map_and_its_table_say_the_same(pages: dict[str, str]) -> None:
    page = pages["en/practices/index.html"]
    marked = re.findall(r'<a href="#country-(\w\w)" tabindex="-1">', page)
    assert sorted(marked) == sorted(re.findall(r'<tr id="country-(\w\w)">', page)) == ["ee", "fi"]
    assert len({(place.column, place.row) for place in COUNTRIES.values()}) == len(COUNTRIES)


def test_the_form_is_replaced_once_the_project_is_over(pages: dict[str, str], sample: Path) -> None:
    assert 'action="http' in pages["en/suggest-a-practice/index.html"]
    closed = render(Options("https://site.example", phase="archived"))["en/suggest-a-practice/index.html"]
    assert "<form" not in closed.partition("<main")[2]
    assert "Suggestions are closed." in closed


def test_every_field_of_the_form_is_one_of_the_endpoint(pages: dict[str, str]) -> None:
    from cms.practices.forms import SuggestionForm

    form = pages["en/suggest-a-practice/index.html"].partition('class="application suggest"')[2].partition("</form>")[0]
    names = set(re.findall(r'name="([\w-]+)"', form)) - {"language", "website"}
    assert names == set(SuggestionForm("en").fields) - {"key", "altcha"}
    most = dict(re.findall(r'name="([\w-]+)"[^>]*maxlength="(\d+)"', form))
    fields = SuggestionForm("en").fields
    assert {name: str(getattr(fields[name], "max_length", "")) for name in most} == most


def test_a_site_without_practices_says_so(sample: Path, assets: Path) -> None:
    assert render_to_string("components/compare.html", {"practices": []}).count("notice") == 1
