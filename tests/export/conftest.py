"""The sample with the page that helps readers take it along, and a cache that tests may fill."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.sample_site import BASE

OFFLINE_PAGE = """type: tool
tool: offline
title: Take it along
summary: With you everywhere.
"""


@pytest.fixture(autouse=True)
def cache(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests: what was made for one test may serve another, as in life."""
    folder = tmp_path_factory.getbasetemp() / "export-cache"
    settings.CACHE_DIR = folder  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def offline_page(content_dir: Path, assets: Path) -> None:
    """Add the page to the sample's files, and the service worker to the assets."""
    folder = content_dir / "pages" / "offline"
    folder.mkdir()
    (folder / "page.yaml").write_text(OFFLINE_PAGE)
    (assets / "sw.js").write_text("/* worker */")


@pytest.fixture
def taken(offline_page: None, sample: Path, signing_key: Path, tmp_path: Path) -> Path:
    """The exported sample, which can be taken along."""
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url=BASE)
    return output
