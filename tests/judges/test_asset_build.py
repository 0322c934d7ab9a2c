"""The asset build: complete, fingerprinted, the same from the same input, and without the names of registries."""

import hashlib
import json
from pathlib import Path

import pytest
from PIL import Image

from tests.judges.judging import ROOT, Assets, build

SITE = ROOT / "site"


def manifest(assets: Assets) -> dict[str, str]:
    names: dict[str, str] = json.loads((assets.folder / "manifest.json").read_text())
    return names


def test_names_follow_the_content(assets: Assets) -> None:
    for plain, hashed in manifest(assets).items():
        digest = hashlib.sha256((assets.folder / hashed).read_bytes()).hexdigest()[:8]
        assert hashed == f"{plain.rpartition('.')[0]}.{digest}.{plain.rpartition('.')[2]}"


def test_the_same_input_gives_the_same_bytes_and_is_built_once(assets: Assets, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert "Built" in build(again, assets.modules)
    for file in sorted(path for path in assets.folder.rglob("*") if path.is_file()):
        assert (again / file.relative_to(assets.folder)).read_bytes() == file.read_bytes(), file.name
    assert build(again, assets.modules) == ""


def test_every_seal_has_its_picture(assets: Assets) -> None:
    seals = sorted((SITE / "assets" / "badges").glob("*.svg"))
    assert seals
    for seal in seals:
        assert (assets.folder / "badges" / seal.name).read_bytes() == seal.read_bytes()
        with Image.open(assets.folder / "badges" / f"{seal.stem}.png") as picture:
            assert picture.size == (600, 600)
            assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)


def test_the_font_is_small_and_named_in_the_style_sheet(assets: Assets) -> None:
    names = manifest(assets)
    css = (assets.folder / names["site.css"]).read_text()
    fonts = [names[f"fonts/{name}.woff2"] for name in ("text", "text-ext")]
    assert all(font in css for font in fonts)
    assert sum((assets.folder / font).stat().st_size for font in fonts) < 30_000


def test_the_scripts_are_classic_and_ask_nobody(assets: Assets) -> None:
    script = (assets.folder / manifest(assets)["verify.js"]).read_text()
    assert script.startswith(('"use strict";(()=>{', "(()=>{"))
    assert "import(" not in script
    assert "@digitalbazaar/vc 7" in (assets.folder / "licences.txt").read_text()


@pytest.mark.parametrize("folder", ["site", "tests/judges", "benchmarks"])
def test_the_lock_file_has_hashes_and_no_addresses(folder: str) -> None:
    text = (ROOT / folder / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert '"resolved"' not in text
    assert all("integrity" in facts for name, facts in packages.items() if name)
    wanted = json.loads((ROOT / folder / "package.json").read_text())["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
