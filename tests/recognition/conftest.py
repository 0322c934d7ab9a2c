"""A directory of two organisations and a map in the sample's content."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.export.plan import Options, plan
from cms.export.render.renderer import Renderer
from cms.learning.picture import take_picture

FILES = {
    "pages/organisations/page.yaml": "type: organisations\ntitle: Organisations\nsummary: Who knows the badges.\n",
    "pages/badge-map/page.yaml": "type: tool\ntool: map\ntitle: Map\nsummary: How badges belong together.\n",
    "badges/two-skills/badge.yaml": (
        "title: Two skills\nsummary: For two.\nskills_needed: 2\n"
        "criteria:\n  holds:\n    title: Holds two\n    description: Two badges.\n    example: Any two.\n"
    ),
    "organisations/harbour/organisation.yaml": (
        "kind: company\ncountry: fi\ntitle: The Harbour\nsummary: It hires listeners.\n"
        "website: https://www.harbour.example/\nwhat: |-\n  It loads ships.\n\n  And unloads them.\n"
        "badges:\n  mooring:\n    title: Mooring & more\n    url: https://harbour.example/mooring\n"
        "    relation: theme\n    page: badges/listening\n    text: One listens for the bell.\n"
        "licence:\n  code: CC BY-SA 4.0\n  url: https://creativecommons.org/licenses/by-sa/4.0/\n"
    ),
    "organisations/school/organisation.yaml": (
        "kind: provider\ncountry: ee\ntitle: Evening School\nsummary: It teaches at night.\n"
    ),
}
Pages = Callable[[], dict[str, str]]


@pytest.fixture
def directory(sample: Path) -> Path:
    for name, text in FILES.items():
        (sample / name).parent.mkdir(parents=True, exist_ok=True)
        (sample / name).write_text(text)
    call_command("load_content", dir=sample)
    return sample


@pytest.fixture
def pages(directory: Path, assets: Path) -> Pages:
    """Render the pages that are about recognition, as an export does."""

    def render() -> dict[str, str]:
        picture = take_picture()
        renderer = Renderer(picture, Options("https://site.example"))
        found = {}
        for output in plan(picture):
            if output.kind == "page" and any(word in output.path for word in ("organisations", "badge")):
                found[output.path], _aware = renderer.fill(output, renderer.context(output))
        return found

    return render
