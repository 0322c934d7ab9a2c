"""A directory of two organisations and a map in the sample's content."""

from collections.abc import Callable
from pathlib import Path

import pytest
from directory_files import add_files
from django.core.management import call_command

from cms.export.plan import Options, plan
from cms.export.render.renderer import Renderer
from cms.learning.snapshot import take_snapshot

Pages = Callable[[], dict[str, str]]


@pytest.fixture
def directory(sample: Path) -> Path:
    add_files(sample)
    call_command("load_content", dir=sample)
    return sample


@pytest.fixture
def pages(directory: Path, assets: Path) -> Pages:
    """Render the pages that are about recognition, as an export does."""

    def render() -> dict[str, str]:
        snapshot = take_snapshot()
        renderer = Renderer(snapshot, Options("https://site.example"))
        found = {}
        for output in plan(snapshot):
            if output.kind == "page" and any(word in output.path for word in ("organisations", "badge")):
                found[output.path], _aware = renderer.fill(output, renderer.context(output))
        return found

    return render
