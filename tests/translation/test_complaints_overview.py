"""What editors complain about in wagtail-localize's report, by number: the overview of pages and languages (5)."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.learning.models import HomePage, InfoPage
from tests.translation.at_desk import desk, edit, html, page, save, text_of

THREE = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]


def overview(client: Client, **query: str) -> str:
    return html(client.get(reverse("translation:overview"), query))


def rows(shown: str) -> dict[str, list[str]]:
    """Return the words of the table's cells by the path of the page."""
    body = shown.split("<tbody>")[1].split("</tbody>")[0]
    found = {}
    for line in body.split("</tr>")[:-1]:
        path = re.search(r"<small>(.*?)</small>", line)
        assert path is not None
        cells = re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)
        found[path[1]] = [re.sub(r'<span class="w-sr-only">.*?</span>|<[^>]*>', "", cell).strip() for cell in cells]
    return found


def states(shown: str) -> dict[str, str]:
    """Return the state of each page of a list."""
    return {path: cells[1] for path, cells in rows(shown).items()}


@pytest.fixture
def german(sample: object) -> Iterator[None]:
    """German has joined, and nothing is translated into it; the settings name it before Arabic."""
    Locale.objects.create(language_code="de")
    with override_settings(LANGUAGES=THREE, WAGTAIL_CONTENT_LANGUAGES=THREE):
        yield


def test_05_it_says_state_words_left_last_change_and_who(translator: Client) -> None:
    edit("</p>", "</p><p>Wholly unlike all that stood here.</p>")
    save(translator, text_of("A list"), "قائمة")
    language, state, _to_review, words_left, changed, who = rows(overview(translator, language="ar"))["about"]
    assert (language, words_left, who) == ("العربية", "6", "amal")
    assert re.fullmatch(r"outdated \d\d %", state)
    assert re.search(r"\d", changed)


def test_05_every_state_has_its_name(translator: Client, reviewer: Client) -> None:
    assert set(states(overview(translator, language="ar")).values()) == {"published"}
    edit("first", "very first")
    assert states(overview(translator, language="ar"))["about"] == "to review"
    save(translator, text_of("very first"), text_of("very first").target)
    save(translator, text_of("A list"), "قائمة")
    assert states(overview(translator, language="ar"))["about"] == "ready to submit"
    translator.post(desk("submit"))
    assert states(overview(translator, language="ar"))["about"] == "submitted"
    reviewer.post(desk("review"), {"action": "reject", "comment": "قصيرة"})
    assert states(overview(translator, language="ar"))["about"] == "returned"
    page("about", "ar").current_workflow_state.cancel()
    StringTranslation.objects.filter(context__object_id=page("about", "ar").translation_key).delete()
    page("about", "ar").unpublish()
    assert states(overview(translator, language="ar"))["about"] == "missing"


def test_05_it_is_filtered_and_sorted(translator: Client) -> None:
    edit("</p>", "</p><p>Wholly unlike all that stood here.</p>")
    assert list(states(overview(translator, state="outdated"))) == ["about"]
    assert list(rows(overview(translator, q="privacy"))) == ["privacy"]
    assert next(iter(states(overview(translator, language="ar", sort="words")))) == "about"
    assert list(states(overview(translator, language="ar", sort="title")))[:2] == ["about", "badges"]
    assert "No page is like that" in overview(translator, state="conflict")


def test_05_the_csv_has_a_row_for_each_page(translator: Client) -> None:
    save(translator, text_of("A list"), "قائمة")
    response = translator.get(reverse("translation:overview"), {"format": "csv", "language": "ar"})
    lines = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(lines) == 13
    [about] = [line for line in lines if line["page"] == "about"]
    assert (about["language"], about["state"], about["words_left"], about["changed_by"]) == ("ar", "ready", "0", "amal")
    assert about["changed_at"].startswith("20")


def test_05_a_title_is_no_formula_in_the_csv(translator: Client) -> None:
    source = page("about", "en")
    source.title = "=1+1"
    source.save_revision().publish()
    response = translator.get(reverse("translation:overview"), {"format": "csv", "language": "ar"})
    [about] = [line for line in csv.DictReader(io.StringIO(response.content.decode())) if line["page"] == "about"]
    assert about["title"] == "'=1+1"


def test_05_each_translator_sees_the_own_language_first(german: None, translator: Client) -> None:
    shown = overview(translator)
    assert shown.index("العربية</span>") < shown.index("Deutsch</span>")
    assert rows(shown)["about"] == ["published", "missing"]
    # What is not theirs is told, and not linked.
    assert reverse("wagtailadmin_pages:edit", args=[page("about", "ar").pk]) in shown


def test_05_the_dashboard_begins_with_what_is_open_in_the_own_language(german: None, translator: Client) -> None:
    edit("</p>", "</p><p>Wholly unlike all that stood here.</p>")
    shown = html(translator.get("/admin/"))
    panel = shown.split('class="overview-own"')[0].rsplit("<section", 1)[-1] + shown.split('class="overview-own"')[1]
    panel = panel.split("</section>")[0]
    assert reverse("wagtailadmin_pages:edit", args=[page("about", "ar").pk]) in panel
    assert "outdated: 1" in panel
    assert "missing" not in panel  # nothing of German, where everything is


@pytest.mark.usefixtures("sample")
def test_05_it_asks_the_database_as_much_for_many_pages_as_for_few(
    translator: Client, django_assert_num_queries: Callable[[int], Any], django_assert_max_num_queries: Any
) -> None:
    address = reverse("translation:overview")
    translator.get(address)
    for query in ({}, {"language": "ar"}, {"state": "missing"}):
        with django_assert_max_num_queries(30) as few:
            translator.get(address, query)
        home = HomePage.objects.get(locale__language_code="en")
        for number in range(3):
            title = f"More {len(query)}{number}{next(iter(query), '')}"
            home.add_child(instance=InfoPage(title=title, slug=title.replace(" ", "-").lower(), locale=home.locale))
        with django_assert_num_queries(len(few)):
            translator.get(address, query)


def test_05_a_large_site_is_shown_screen_by_screen(translator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.translation.overview_views.OverviewView.grid_pages", 4)
    shown = [list(rows(overview(translator, p=str(number)))) for number in (1, 2, 3, 4)]
    assert [len(paths) for paths in shown] == [4, 4, 4, 1]
    assert len({path for paths in shown for path in paths}) == 13
