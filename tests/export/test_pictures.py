"""Pictures in a module: the illustration of its skill, and editors' own in the formats browsers prefer."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Pillow
from wagtail.images.models import Image

from cms.export.check import check_site
from cms.export.plan import Options, Output, plan
from cms.export.render.renderer import Renderer
from cms.learning.snapshot import take_snapshot

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://site.example"
MODULE = "en/skills/listening/index.html"
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


@pytest.fixture
def wide(sample: Path) -> Image:
    """The picture of the sample's module, changed for one that is wider than any page shows it."""
    content = BytesIO()
    Pillow.new("RGBA", (1200, 800), "#0a6a64").save(content, "PNG")
    image = Image.objects.get()
    image.file = ContentFile(content.getvalue(), "wide.png")
    image.width, image.height = 1200, 800
    image.save()
    return image


@pytest.fixture
def illustration(assets: Path) -> str:
    """A built illustration of the sample's skill; its address in the site."""
    manifest = json.loads((assets / "manifest.json").read_text())
    manifest["illustrations/listening.svg"] = "illustrations/listening.0a1b2c3d.svg"
    (assets / "manifest.json").write_text(json.dumps(manifest))
    (assets / "illustrations").mkdir()
    (assets / "illustrations/listening.0a1b2c3d.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return "assets/illustrations/listening.0a1b2c3d.svg"


def export(folder: Path, portable: bool = False) -> Path:
    call_command("export_site", output=folder, base_url=BASE, portable=portable)
    return folder


def shown(site: Path, page: str = MODULE) -> dict[Path, int]:
    """The files that the pictures of a page name, each with the width it is offered as (0 where it is not said)."""
    found: dict[Path, int] = {}
    for picture in re.findall(r"<picture>.*?</picture>", (site / page).read_text(), re.DOTALL):
        candidates = [entry for srcset in re.findall(r'srcset="([^"]*)"', picture) for entry in srcset.split(",")]
        for candidate in [*re.findall(r' src="([^"]*)"', picture), *candidates]:
            address, _, width = candidate.strip().partition(" ")
            path = (site / page).parent.joinpath(address).resolve()
            found[path] = max(found.get(path, 0), int(width.rstrip("w") or 0))
    return found


@pytest.mark.parametrize("portable", [False, True])
def test_a_wide_picture_comes_in_three_formats_and_two_widths(
    wide: Image, assets: Path, signing_key: Path, tmp_path: Path, portable: bool
) -> None:
    files = shown(export(tmp_path / "dist", portable))
    assert sorted((path.suffix, width) for path, width in files.items()) == [
        (f".{ending}", width) for ending in sorted(FORMATS) for width in (480, 960)
    ]
    for path, width in files.items():
        with Pillow.open(path) as picture:
            assert (picture.format, picture.width) == (FORMATS[path.suffix[1:]], width)


def test_the_page_keeps_room_for_a_picture_and_loads_it_late(
    wide: Image, assets: Path, signing_key: Path, tmp_path: Path
) -> None:
    html = (export(tmp_path / "dist") / MODULE).read_text()
    sources = re.findall(r'<source[^>]*type="([^"]*)"', html)
    assert sources == ["image/avif", "image/webp"]
    assert len(re.findall(r'<source[^>]*sizes="[^"]+"', html)) == len(sources)
    image = re.search(r"<picture>.*?(<img[^>]*>)</picture>", html, re.DOTALL)
    assert image
    for attribute in ('alt="An ear"', 'width="960"', 'height="640"', 'loading="lazy"', 'decoding="async"', "sizes="):
        assert attribute in image[1]


def test_a_small_picture_is_not_enlarged_and_has_one_width(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path
) -> None:
    site = export(tmp_path / "dist")
    files = shown(site)
    assert sorted(path.suffix[1:] for path in files) == sorted(FORMATS)
    for path in files:
        with Pillow.open(path) as picture:
            assert picture.size == (120, 80)
    assert "480w" not in (site / MODULE).read_text()


def test_a_site_that_lacks_one_of_the_formats_is_faulty(
    wide: Image, assets: Path, signing_key: Path, tmp_path: Path
) -> None:
    site = export(tmp_path / "dist")
    files = {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    lost = next(str(path.relative_to(site.resolve())) for path in shown(site) if path.suffix == ".avif")
    del files[lost]
    assert {str(finding) for finding in check_site(files)} == {
        f"{language}/skills/listening/index.html: broken link ../../../{lost}" for language in ("en", "ar")
    }


def modules() -> tuple[Renderer, list[Output]]:
    snapshot = take_snapshot()
    outputs = [output for output in plan(snapshot) if output.path.endswith("skills/listening/index.html")]
    return Renderer(snapshot, Options(BASE)), outputs


def test_only_the_first_rendering_of_a_picture_queries(wide: Image, assets: Path) -> None:
    renderer, outputs = modules()
    with CaptureQueriesContext(connection) as first:
        for output in outputs:
            renderer.fill(output, renderer.context(output))
    assert len(first) > 0
    for again in (renderer, modules()[0]):
        with CaptureQueriesContext(connection) as queries:
            for output in outputs:
                again.fill(output, again.context(output))
        assert [query["sql"] for query in queries] == []


def test_a_skill_shows_its_illustration(
    sample: Path, assets: Path, illustration: str, signing_key: Path, tmp_path: Path
) -> None:
    site = export(tmp_path / "dist")
    assert (site / illustration).is_file()
    image = re.search(r'<img class="illustration"[^>]*>', (site / MODULE).read_text())
    assert image
    assert f'src="../../../{illustration}"' in image[0]
    assert 'alt=""' in image[0]


def test_a_skill_without_illustration_shows_none(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> None:
    assert "illustration" not in (export(tmp_path / "dist") / MODULE).read_text()


@pytest.mark.parametrize("skill", sorted(path.name for path in (ROOT / "content" / "skills").iterdir()))
def test_every_skill_has_an_illustration_that_is_small_and_serves_every_language(skill: str) -> None:
    drawing = (ROOT / "site" / "assets" / "illustrations" / f"{skill}.svg").read_text()
    assert len(drawing.encode()) < 3_072
    assert 'viewBox="0 0 640 240"' in drawing
    assert not re.search(
        r"<(?:text|image|script|style|filter|linearGradient|radialGradient)|\s(?:id|href|on\w+)=", drawing
    )
