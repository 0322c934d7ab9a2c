"""Two projects' content in one database: each has its own, and neither sees the other's."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from cms import projects
from cms.learning.models import HomePage, ProjectSettings
from cms.learning.projects import project_of_page
from cms.learning.snapshot import take_snapshot


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_project_has_its_own_pages_languages_and_facts(both: Path) -> None:
    first = take_snapshot()
    with projects.use(projects.find("second")):
        second = take_snapshot()
    assert [language.code for language in first.languages] == ["en", "ar"]
    assert [language.code for language in second.languages] == ["en", "lt"]
    assert first.find("en", "").title == "Sample site"  # type: ignore[union-attr]
    assert second.find("lt", "").title == "Ž Second site"  # type: ignore[union-attr]
    assert not {node.page_id for node in first.nodes.values()} & {node.page_id for node in second.nodes.values()}
    assert (first.facts["name"], second.facts["name"]) == ("Sample", "Second")
    assert "practices" in first.paths()
    assert "practices" not in second.paths()
    assert second.menus["footer"] == ["about"]


def test_a_page_without_a_whole_translation_is_not_published(both: Path) -> None:
    live = Page.objects.filter(locale__language_code="lt", live=True).values_list("url_path", flat=True)
    assert sorted(live) == ["/second-lt/", "/second-lt/about/", "/second-lt/badges/listening/"]
    assert not Page.objects.filter(locale__language_code="ar", url_path__startswith="/second").exists()


def test_each_dump_gives_the_files_that_were_loaded(both: Path, sample: Path, tmp_path: Path) -> None:
    call_command("dump_content", dir=tmp_path / "one", verbosity=0)
    call_command("dump_content", dir=tmp_path / "two", project="second", verbosity=0)
    assert files(tmp_path / "one") == files(sample)
    assert files(tmp_path / "two") == files(both)


def test_loading_again_changes_nothing(both: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (both, sample):
        call_command("load_content", dir=folder)
        assert "0 created, 0 updated" in capsys.readouterr().out


def test_an_edit_of_one_is_no_conflict_of_the_other(both: Path, sample: Path) -> None:
    page = HomePage.objects.get(slug="second")
    page.tagline = "Edited"
    page.save_revision().publish()
    facts = sample / "project.yaml"
    facts.write_text(facts.read_text().replace("name: Sample\n", "name: Example\n"))
    call_command("load_content", dir=sample, verbosity=0)
    assert HomePage.objects.get(slug="second").tagline == "Edited"
    assert not Page.objects.filter(locale__language_code="ar", url_path__startswith="/second").exists()


def test_a_page_knows_its_project(both: Path) -> None:
    pages = {page.url_path: project_of_page(page).key for page in Page.objects.filter(depth__gt=1)}
    assert pages["/home/about/"] == pages["/home-ar/about/"] == ""
    assert pages["/second/about/"] == pages["/second-lt/about/"] == "second"


def test_the_first_site_stays_the_default_one(both: Path) -> None:
    [default] = Site.objects.filter(is_default_site=True)
    assert default.root_page.slug == "home"
    assert ProjectSettings.objects.get(site=default).key == ""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("- lt\n", "- xx\n", "languages: unknown language “xx”"),
        ("- en\n", "", "languages: “en” is missing"),
        ("key: second\n", "", "names both its key and its languages"),
        ("key: second\n", "key: Not a slug\n", "key: 'Not a slug' does not match"),
    ],
)
def test_faulty_facts_are_named_and_nothing_changes(both: Path, old: str, new: str, fault: str) -> None:
    path = both / "project.yaml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(CommandError, match=fault):
        call_command("load_content", dir=both, verbosity=0)
    assert ProjectSettings.objects.get(key="second").facts["languages"] == ["en", "lt"]


def test_an_unknown_project_is_named(both: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"--project: There is no project “third”. Known are: second"):
        call_command("dump_content", dir=tmp_path / "none", project="third")
