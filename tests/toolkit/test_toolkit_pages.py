"""The pages of the toolkit: loaded from files and written back as they were, and what they show."""

import json
from pathlib import Path

import pytest

from cms.archive.editions import ExportedSite
from cms.content.dump import dump_content
from cms.content.load import load_content
from cms.content.read import read_content
from cms.export.plan import Options, plan
from cms.export.render.renderer import Renderer
from cms.learning.snapshot import take_snapshot
from cms.toolkit.canvas import MOST_CRITERIA

MODULE = """number: {number}
track: {track}
level: introductory
reviewed: 2026-11-22
title: {title}
promise: After this you can.
outcomes:
  first: One thing.
reflect:
  minutes: 5
  statements:
    ask: I ask first.
theory:
  idea:
    minutes: 4
    heading: One idea
    body: |-
      See the [canvas](page:toolkit/canvas).
"""
FILES = {
    "pages/toolkit/page.yaml": "type: toolkit\ntitle: Toolkit\n",
    "pages/toolkit/canvas/page.yaml": "type: tool\ntool: canvas\ntitle: Canvas\n",
    "toolkit/a-later-one/module.yaml": MODULE.format(number=2, track="ambassadors", title="Speaking"),
    "toolkit/the-first/module.yaml": MODULE.format(number=1, track="multipliers", title="Designing"),
}


@pytest.fixture
def toolkit(sample: Path) -> Path:
    for name, text in FILES.items():
        (sample / name).parent.mkdir(parents=True, exist_ok=True)
        (sample / name).write_text(text)
    load_content(read_content(sample))
    return sample


def test_modules_and_the_page_below_the_toolkit_come_back_as_they_were(toolkit: Path, tmp_path: Path) -> None:
    dump_content(tmp_path / "dump")
    for name, text in FILES.items():
        assert (tmp_path / "dump" / name).read_text() == text


def test_the_pages_show_modules_by_number_and_the_canvas(toolkit: Path, assets: Path) -> None:
    snapshot = take_snapshot()
    renderer = Renderer(snapshot, Options("https://site.example"))
    outputs = {output.path: output for output in plan(snapshot) if output.kind == "page" and "/toolkit" in output.path}
    pages = {path: renderer.fill(output, renderer.context(output))[0] for path, output in outputs.items()}
    front = pages["en/toolkit/index.html"]
    assert front.index("Designing") < front.index("Speaking")
    assert 'href="/en/toolkit/canvas/"' in front
    assert 'data-skill="the-first" data-parts="3"' in front
    module = pages["en/toolkit/the-first/index.html"]
    assert '<p class="kicker">Multipliers</p>' in module
    assert '<a rel="next" href="/en/toolkit/a-later-one/">' in module
    assert "part-badge" not in module
    assert '"timeRequired":"PT9M"' in module
    canvas = pages["en/toolkit/canvas/index.html"]
    assert f'data-criteria="{MOST_CRITERIA}"' in canvas
    # Not translated, and there all the same, in its own words.
    assert 'lang="en"' in pages["ar/toolkit/canvas/index.html"]


def test_a_book_takes_the_modules_and_leaves_the_canvas_out() -> None:
    items = [{"@id": f"/en/toolkit/{slug}/", "@type": kind} for slug, kind in (("canvas", "tool"), ("one", "module"))]
    files = {"en/toolkit/index.html": b"", "en/toolkit/index.json": json.dumps({"items": items}).encode()}
    assert ExportedSite(files, "https://site.example", {}, ("en",)).toolkit() == ["one"]
    assert ExportedSite({}, "https://site.example", {}, ("en",)).toolkit() == []
