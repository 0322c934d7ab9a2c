"""The pages of this site as a Plone site's: what is written can be read back, and names all that it holds."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from cms.api.plone.own import write_own
from cms.learning.models import BlockKey, InfoPage, Recording, SkillPage
from cms.learning.snapshot import take_snapshot


def run(command: str, folder: Path) -> str:
    out = StringIO()
    call_command(command, folder, stdout=out)
    return out.getvalue()


def all_pages() -> dict[tuple[str, str], Any]:
    """Return all that each page says, by its place in the order of the site; a picture is named by its title."""
    snapshot = take_snapshot()
    titles = {number: image.title for number, image in snapshot.images.items()}
    return {place: write_own(snapshot, node, titles.__getitem__, {}) for place, node in snapshot.nodes.items()}


def about(language: str) -> InfoPage:
    page: InfoPage = InfoPage.objects.get(slug="about", locale__language_code=language)
    return page


def edited(folder: Path, path: str, title: str) -> None:
    """Change the title of a page in an export, as an editor in Plone would have."""
    for file in folder.glob("content/*/data.json"):
        data = json.loads(file.read_text())
        if data["@id"] == path:
            file.write_text(json.dumps({**data, "title": title}))


def test_nothing_of_our_types_is_lost_on_the_way_out_and_in(sample: Path, tmp_path: Path) -> None:
    module = SkillPage.objects.get(slug="listening", locale__language_code="en")
    audio = Document.objects.create(title="Spoken", file=ContentFile(b"ID3 spoken", name="spoken.mp3"))
    Recording.objects.create(module=module, locale=Locale.objects.get(language_code="ar"), audio=audio)
    Redirect.objects.create(old_path="/old-about", site=Site.objects.get(), redirect_page=about("en"))
    before = all_pages()
    assert "1 redirects" in run("export_plone", tmp_path / "plone")
    assert "0 made" in run("import_plone", tmp_path / "plone")
    for page in Page.objects.filter(depth__gt=2).order_by("-depth"):
        Page.objects.get(pk=page.pk).delete()
    Document.objects.all().delete()
    Image.objects.all().delete()
    BlockKey.objects.all().delete()
    report = run("import_plone", tmp_path / "plone")
    after = all_pages()
    assert list(after) == list(before), report
    for place in before:
        if place[1]:
            assert after[place] == before[place]
    recording = Recording.objects.get(locale__language_code="ar")
    assert recording.audio.file.read() == b"ID3 spoken"
    assert Redirect.objects.get(old_path="/old-about").redirect_page_id == about("en").pk
    assert ": stays a draft" not in report
    assert "0 made" in run("import_plone", tmp_path / "plone")


def test_what_was_changed_in_plone_comes_as_plone_has_it(sample: Path, tmp_path: Path) -> None:
    run("export_plone", tmp_path / "plone")
    for path in ("/en/skills", "/en/skills/listening"):
        edited(tmp_path / "plone", path, "Changed in Plone")
    Page.objects.get(slug="skills", locale__language_code="en").delete()
    report = run("import_plone", tmp_path / "plone")
    assert "/en/skills/listening: was changed in Plone. It comes as an information page" in report
    assert "/en/skills: was changed in Plone. Pages stand below it" in report
    assert Page.objects.get(slug="skills", locale__language_code="en").title != "Changed in Plone"
    page = InfoPage.objects.get(slug="skills-listening", locale__language_code="en")
    assert page.title == "Changed in Plone"
    said = str(page.sections)
    assert "Minutes: " in said
    assert "Level: introductory" in said
    assert "Correct" in said


def test_a_damaged_form_is_named_and_nothing_is_imported(sample: Path, tmp_path: Path) -> None:
    run("export_plone", tmp_path / "plone")
    for file in (tmp_path / "plone").glob("content/*/data.json"):
        data = json.loads(file.read_text())
        if data["@id"] == "/en/about":
            carried = next(block["perennial"] for block in data["blocks"].values() if "perennial" in block)
            next(iter(carried["form"]["blocks"].values()))["heading"] = 1
            file.write_text(json.dumps(data))
    for page in InfoPage.objects.filter(slug="about"):
        page.delete()
    before = Page.objects.count()
    with pytest.raises(CommandError, match=r"data\.json: /en/about: perennial\.form: blocks\..*heading"):
        run("import_plone", tmp_path / "plone")
    assert Page.objects.count() == before


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
