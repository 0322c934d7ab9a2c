"""The communication kit: pages, texts, the list for other sites, pictures and prints, and a partner's logo."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from cms.archive.kit.logo import LogoError, read_logo
from cms.archive.kit.social import BLUE, SocialCard, draw_social
from cms.export.render.opengraph import Artist
from cms.learning.context.kit import MARGIN, PICTURES, logo_place
from cms.serving import ServeSite

BASE = "https://site.example"
KIT = "type: info\ntitle: Kit\nsummary: To pass on.\n"
TEXTS = """type: info
title: Texts
summary: To copy.
sections:
  short:
    heading: In short
    body: Listen. See the [badges](page:badges).
  slide-what:
    heading: What it is
    body: |-
      1. One
      2. Two
"""
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'


@pytest.fixture
def kit_site(content_dir: Path, assets: Path, settings: object, tmp_path: Path) -> None:
    """Pages of the kit beside the sample's, and a cache of their own."""
    settings.CACHE_DIR = tmp_path / "cache"  # type: ignore[attr-defined]
    for name, text in (("kit", KIT), ("kit-texts", TEXTS)):
        (content_dir / "pages" / name).mkdir()
        (content_dir / "pages" / name / "page.yaml").write_text(text)
    offline = content_dir / "pages" / "offline"
    offline.mkdir()
    (offline / "page.yaml").write_text("type: tool\ntool: offline\ntitle: Along\nsummary: With you.\n")
    (assets / "sw.js").write_text("/* worker */")
    names = json.loads((assets / "manifest.json").read_text())
    for name in ("kit.css", "kit.js", "embed.css"):
        (assets / name).write_text("")
        names[name] = name
    (assets / "manifest.json").write_text(json.dumps(names))


@pytest.fixture
def ready(kit_site: None, sample: Path, signing_key: Path) -> Path:
    """The sample with the pages of the kit, loaded."""
    return sample


def made_before(cache: Path, files: dict[str, bytes]) -> None:
    """Put files into the cache as make_kit does."""
    folder = cache / "kit"
    for number, content in enumerate(files.values()):
        (folder / f"{number:02}").mkdir(parents=True)
        (folder / f"{number:02}" / f"{number:02}ff").write_bytes(content)
    index = {BASE: {path: f"{number:02}ff" for number, path in enumerate(files)}}
    (folder / "index.json").write_text(json.dumps(index))


def test_the_kit_is_exported_with_texts_and_takes_up_what_is_made(ready: Path, tmp_path: Path) -> None:
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url=BASE)
    text = (output / "en/kit/texts/short.txt").read_text()
    assert text.startswith(f"Listen. See the badges ({BASE}/en/badges/).")
    assert f"[badges]({BASE}/en/badges/)" in (output / "en/kit/texts/short.md").read_text()
    assert "What it is\n\n1. One\n2. Two" in (output / "en/kit/texts/slides.txt").read_text()
    embed = (output / "en/kit/embed.html").read_text()
    assert f'href="{BASE}/en/badges/listening/" target="_top"' in embed
    assert "<script" not in embed
    page = (output / "en/kit/index.html").read_text()
    assert "have not been made yet" in page
    assert f"&lt;li&gt;&lt;a href=&quot;{BASE}/en/badges/listening/&quot;" in page

    files = {"en/kit/project-square.png": b"picture", "en/kit/gone-square.png": b"of a badge that is no more"}
    made_before(tmp_path / "cache", files)
    call_command("export_site", output=output, base_url=BASE)
    assert (output / "en/kit/project-square.png").read_bytes() == b"picture"
    assert not (output / "en/kit/gone-square.png").exists()
    assert 'href="project-square.png"' in (output / "en/kit/index.html").read_text()
    # The downloads stay small: there the page leads to the web.
    with ZipFile(output / "downloads/perennial-en.zip") as whole:
        names = whole.namelist()
        assert "perennial-en/en/kit/embed.html" in names
        assert "perennial-en/en/kit/project-square.png" not in names
        copy = whole.read("perennial-en/en/kit/index.html").decode()
    assert f'href="{BASE}/en/kit/project-square.png"' in copy


def test_only_the_list_of_badges_may_stand_in_a_frame(settings: object, tmp_path: Path) -> None:
    settings.EXPORT_DIR = tmp_path  # type: ignore[attr-defined]
    for name in ("embed.html", "index.html"):
        (tmp_path / "en" / "kit").mkdir(parents=True, exist_ok=True)
        (tmp_path / "en" / "kit" / name).write_text("page")
    server = ServeSite(lambda request: request)  # type: ignore[arg-type, return-value]
    assert server.current
    policies = {url: dict(file.get_response("GET", {}).headers) for url, file in server.current.files.items()}
    assert "frame-ancestors *;" in policies["/en/kit/embed.html"]["Content-Security-Policy"]
    assert "frame-ancestors 'none';" in policies["/en/kit/"]["Content-Security-Policy"]


@pytest.mark.parametrize("name", PICTURES)
def test_the_emblem_keeps_its_colours_and_the_logo_is_no_larger(name: str, assets: Path) -> None:
    written = io.BytesIO()
    Image.new("RGB", (810, 540), BLUE).save(written, "PNG")
    artist = Artist()
    card = SocialCard("Title", "", "", "", "", "self", (b"",), written.getvalue())
    artist.__dict__["lettering"] = Unlettered()
    image = Image.open(io.BytesIO(draw_social(artist, card, name))).convert("RGB")
    width, height, emblem = PICTURES[name]
    assert image.size == (width, height)
    assert image.getpixel((90, height - MARGIN - emblem // 2)) == BLUE
    assert logo_place(name)[2:] == (emblem * 3 // 2, emblem)


class Unlettered:
    """Fonts that have no letter."""

    def knows(self, text: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("logo.svg", DRAWING % b"<script>1</script>", "holds <script>"),
        ("logo.svg", DRAWING % b'<path onload="x()"/>', "onload"),
        ("logo.svg", DRAWING % b'<use href="https://tracker.example/x"/>', "href"),
        ("logo.svg", DRAWING % b'<path fill="url(//tracker.example)"/>', "fill"),
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING % b"&a;", "DTD or entities"),
        ("logo.svg", b"<html/>", "no SVG"),
        ("logo.png", b"GIF89a", "no whole PNG, JPEG or SVG"),
        ("logo.png", b"", "no whole PNG, JPEG or SVG"),
        ("logo.png", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_logo_that_is_none_is_refused_with_the_reason(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LogoError, match=reason):
        read_logo(tmp_path / name, "Partner")


def test_good_logos_are_taken(tmp_path: Path) -> None:
    (tmp_path / "own.svg").write_bytes(DRAWING % b'<defs/><path d="M0 0h9v9z" fill="url(#a)"/>')
    assert read_logo(tmp_path / "own.svg", "Partner").name == "logo.svg"
    Image.new("RGB", (200, 80)).save(tmp_path / "own.jpeg")
    assert read_logo(tmp_path / "own.jpeg", "Partner").name == "logo.jpg"
    Image.new("RGB", (20, 8)).save(tmp_path / "small.png")
    with pytest.raises(LogoError, match="20 × 8 pixels"):
        read_logo(tmp_path / "small.png", "Partner")


def test_the_command_says_what_is_missing(ready: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--logo and --output"):
        call_command("make_kit", logo=tmp_path / "logo.png")
    with pytest.raises(CommandError, match="--owner"):
        call_command("make_kit", logo=tmp_path / "logo.png", output=tmp_path / "out")
    assert not (tmp_path / "out").exists()
