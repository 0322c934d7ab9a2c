"""A Plone site's export becomes pages with their translations, pictures and redirects, or nothing at all."""

import base64
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.models import Page

from cms.learning.models import InfoPage


def slate(text: str, kind: str = "p", url: str = "") -> dict[str, Any]:
    child: Any = {"type": "link", "data": {"url": url}, "children": [{"text": text}]} if url else {"text": text}
    return {"@type": "slate", "value": [{"type": kind, "children": [child]}]}


def document(uid: str, path: str, language: str, title: str, blocks: list[Any], **more: Any) -> dict[str, Any]:
    named = {str(number): block for number, block in enumerate(blocks)}
    return {
        "@id": path, "@type": "Document", "UID": uid, "language": language, "title": title, "review_state": "published",
        "description": f"{title}.", "blocks": named, "blocks_layout": {"items": list(named)}, **more,
    }  # fmt: skip


def picture() -> bytes:
    out = BytesIO()
    Picture.new("RGB", (40, 30)).save(out, "PNG")
    return out.getvalue()


EN, AR, NEWS, IMAGE = "a" * 32, "b" * 32, "c" * 32, "d" * 32
HTML = "<h2>One</h2><p>Two <b>three</b><script>x</script></p><ul><li>four</li></ul>"
ITEMS = [
    document(EN, "/en/folder/tea", "##DEFAULT##", "Tea", [
        {"@type": "title"}, slate("Warm", "h2"), slate("Drink it."), slate("All news", "p", f"../resolveuid/{NEWS}"),
        {"@type": "video"}, slate("gone", "p", "../resolveuid/" + "f" * 32),
    ]),
    document(AR, "/ar/shay", "ar", "ع Tea", [
        slate("ع Warm", "h2"), slate("ع Drink it."), slate("ع All news", "p", f"../resolveuid/{NEWS}"),
        slate("ع gone"),
    ]),
    {**document(NEWS, "/en/news", "en", "News", []), "@type": "News Item", "text": {"data": HTML}},
    {"@id": "/en/cup.png", "@type": "Image", "UID": IMAGE, "title": "Cup", "image": {"filename": "cup.png"}},
    {"@id": "/en/poll", "@type": "Poll", "UID": "e" * 32, "title": "Poll"},
]  # fmt: skip


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """What plone.exportimport writes."""
    folder = tmp_path / "export"
    for item in ITEMS:
        place = folder / "content" / item["UID"]
        place.mkdir(parents=True)
        (place / "data.json").write_text(json.dumps(item))
    (folder / "content" / IMAGE / "image").mkdir()
    (folder / "content" / IMAGE / "image" / "cup.png").write_bytes(picture())
    (folder / "translations.json").write_text(json.dumps([{"canonical": EN, "translations": {"ar": AR}}]))
    (folder / "redirects.json").write_text(json.dumps({"/old-tea": "/en/folder/tea"}))
    return folder


def run(folder: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_plone", folder, stdout=out, **options)
    return out.getvalue()


def english(slug: str) -> InfoPage:
    page: InfoPage = InfoPage.objects.get(slug=slug, locale__language_code="en")
    return page


def test_pages_translations_pictures_and_redirects_are_imported_once(sample: Path, export: Path) -> None:
    said = run(export)
    tea = english("folder-tea")
    body = tea.sections[0].value["body"].source
    news = english("news")
    assert (tea.title, tea.summary, tea.live) == ("Tea", "Tea.", True)
    assert tea.sections[0].value["heading"] == "Warm"
    assert f'<a linktype="page" id="{news.pk}">All news</a>' in body
    assert "<p>gone</p>" in body
    assert news.sections[0].value["body"].source == "<p>Two <b>three</b></p><ul><li>four</li></ul>"
    arabic = InfoPage.objects.get(translation_key=tea.translation_key, locale__language_code="ar")
    assert (arabic.title, arabic.sections[0].value["heading"], arabic.live) == ("ع Tea", "ع Warm", True)
    assert Image.objects.get(title__startswith="Cup").width == 40
    assert Redirect.objects.get(old_path="/old-tea").redirect_page_id == tea.pk
    assert "left out: /en/poll: type “Poll”" in said
    assert "a block of type “video”" in said
    assert "became plain words" in said
    before = Page.objects.count()
    assert "0 made" in run(export)
    assert Page.objects.count() == before


def test_a_translation_that_is_built_differently_stands_on_its_own(sample: Path, export: Path) -> None:
    path = export / "content" / AR / "data.json"
    path.write_text(json.dumps(document(AR, "/ar/shay", "ar", "ع Tea", [slate("ع one"), slate("ع two")])))
    assert "stands on its own" in run(export)
    page = InfoPage.objects.get(slug="shay")
    assert page.sections[0].value["body"].source == "<p>ع one</p><p>ع two</p>"


def test_a_dry_run_says_the_same_and_does_nothing(sample: Path, export: Path, settings: Any) -> None:
    before = (Page.objects.count(), Image.objects.count(), sorted(Path(settings.MEDIA_ROOT).rglob("*")))
    said = run(export, dry_run=True)
    assert "would make: /en/folder/tea" in said
    assert before == (Page.objects.count(), Image.objects.count(), sorted(Path(settings.MEDIA_ROOT).rglob("*")))


def test_the_list_of_collective_exportimport_is_read_too(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    image = {
        **ITEMS[3],
        "image": {"filename": "cup.png", "encoding": "base64", "data": base64.b64encode(picture()).decode()},
    }
    items = [{**item, "@id": f"https://plone.example/Plone{item['@id']}"} for item in [ITEMS[0], ITEMS[2], image]]
    (folder / "Plone.json").write_text(json.dumps(items))
    run(folder)
    assert english("folder-tea").title == "Tea"
    assert Image.objects.filter(title__startswith="Cup").exists()


def respell(folder: Path, name: str, value: Any, uid: str = EN) -> None:
    """Give an item of the export another value."""
    path = folder / "content" / uid / "data.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "content" / EN / "data.json").write_text("{"), "data.json: not readable as JSON"),
        (lambda folder: (folder / "content" / IMAGE / "image" / "cup.png").unlink(), "cup.png: missing"),
        (lambda folder: (folder / "content" / IMAGE / "image" / "cup.png").write_bytes(b"x"), "is damaged"),
        (lambda folder: (folder / "content" / EN / "data.json").write_text("[1]"), "an object with @id"),
        (lambda folder: respell(folder, "language", [{"token": "en"}]), "language is built as no Plone"),
        (lambda folder: respell(folder, "blocks", [{"0": {}}]), "blocks is built as no Plone"),
        (lambda folder: respell(folder, "blocks", {"0": {"@type": "slate", "value": [5]}}), "blocks is built as no"),
        (lambda folder: respell(folder, "blocks_layout", {"items": [["0"]]}), "blocks_layout is built as no Plone"),
        (lambda folder: respell(folder, "image", {"filename": "x" * 300}, IMAGE), "missing; /en/cup.png names it"),
        (lambda folder: respell(folder, "text", {"data": "<b>" * 5000}), "its text is nested too deeply"),
    ],
)
def test_a_damaged_export_changes_nothing(sample: Path, export: Path, spoil: Any, words: str) -> None:
    before = Page.objects.count()
    spoil(export)
    with pytest.raises(CommandError, match=words):
        run(export)
    assert Page.objects.count() == before


def test_a_place_that_does_not_exist_is_named(sample: Path, export: Path, tmp_path: Path) -> None:
    for under, words in (("nothing", "there is no page"), ("skills", "takes no information pages")):
        with pytest.raises(CommandError, match=words):
            run(export, under=under)
    with pytest.raises(CommandError, match="there is no such folder"):
        run(tmp_path / "nowhere")
