"""The pages of this site as a Plone site's: what is written can be read back, and names all that it holds."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.learning.models import InfoPage


def run(command: str, folder: Path) -> str:
    out = StringIO()
    call_command(command, folder, stdout=out)
    return out.getvalue()


def words(page: InfoPage) -> Any:
    sections = [(block.value["heading"], block.value["body"].source) for block in page.sections]
    return page.title, page.summary, page.live, sections


def about(language: str) -> InfoPage:
    page: InfoPage = InfoPage.objects.get(slug="about", locale__language_code=language)
    return page


def test_what_is_exported_is_imported_as_it_was(sample: Path, tmp_path: Path) -> None:
    skill = Page.objects.get(slug="listening", locale__language_code="en", url_path__contains="/skills/")
    Redirect.objects.create(old_path="/old-about", site=Site.objects.get(), redirect_page=about("en"))
    before = {language: words(about(language)) for language in ("en", "ar")}
    assert "1 redirects" in run("export_plone", tmp_path / "plone")
    for page in InfoPage.objects.filter(slug="about"):
        page.delete()
    report = run("import_plone", tmp_path / "plone")
    assert {language: words(about(language)) for language in before} == before, report
    assert Redirect.objects.get(old_path="/old-about").redirect_page_id == about("en").pk
    assert InfoPage.objects.get(slug="skills-listening", locale__language_code="en").title == skill.title


def test_the_files_are_those_of_plone(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plone"
    run("export_plone", folder)
    metadata = json.loads((folder / "content/__metadata__.json").read_text())
    items = {}
    for name in metadata["_data_files_"]:
        data = json.loads((folder / "content" / name).read_text())
        assert name == f"{data['UID']}/data.json"
        items[data["@id"]] = data
    assert {items[path]["@type"] for path in ("/", "/en", "/ar/skills/listening")} == {"Plone Site", "LRF", "Document"}
    assert metadata["_blob_files_"]
    assert all((folder / "content" / name).is_file() for name in metadata["_blob_files_"])
    module = items["/ar/skills/listening"]
    said = json.dumps([module["blocks"][name] for name in module["blocks_layout"]["items"]], ensure_ascii=False)
    assert '"type": "h2"' in said
    assert "ع " in said
    assert "resolveuid" in said
    uids = {data["UID"] for data in items.values()}
    groups = json.loads((folder / "translations.json").read_text())
    assert all({group["canonical"], *group["translations"].values()} <= uids for group in groups)
    assert len(groups) == len([path for path in items if path.startswith("/en")])


def test_a_folder_that_holds_something_is_left_as_it_is(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("")
    with pytest.raises(CommandError, match="not empty"):
        run("export_plone", tmp_path)
