"""An export from the command line loads no admin, and gives the same site as one that does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from wagtail.images.wagtail_hooks import register_image_operations

from cms.export.slim_apps import image_filters
from tests.journeys.server import ROOT, Demo
from tests.prepared import prepared

PROBE = """
import sys
from cms.settings import slim
slim.configure("cms.settings.demo")
import django
django.setup()
import cms.export.export
from wagtail import hooks
hooks.search_for_hooks()
loaded = {name.split(".")[0] for name in sys.modules} | {name for name in sys.modules if name.startswith("wagtail.")}
heavy = {"wagtail.admin.views", "wagtail.admin.urls", "rest_framework", "ninja", "pydantic", "openbadgeslib"}
print(sorted(loaded & heavy))
"""


@pytest.fixture
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return prepared(tmp_path_factory)


def run(demo: Demo, *words: str, **variables: str) -> str:
    command = [sys.executable, *words]
    environment = {**demo.environment, **variables}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    # The editor's widgets warn where the admin is not there: then something has asked for one.
    assert "Warning" not in done.stderr, done.stderr
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def copied_cache(demo: Demo, folder: Path) -> Path:
    """Return a cache with all that is known by its content, compressed files and pictures, but with no page."""
    without = shutil.ignore_patterns("pages", "releases", "pruned")
    return Path(shutil.copytree(demo.folder / "var" / "cache", folder / "cache", ignore=without))


def test_the_operations_on_pictures_are_wagtail_s() -> None:
    assert image_filters() == register_image_operations()


@pytest.mark.slow
def test_an_export_loads_neither_admin_nor_api_nor_what_signs_badges(demo: Demo) -> None:
    assert run(demo, "-c", PROBE) == "[]\n"


@pytest.mark.slow
def test_the_same_bytes_in_any_folder_time_zone_and_order_and_by_any_number_of_workers(
    demo: Demo, tmp_path: Path
) -> None:
    folder = tmp_path / "another folder" / "site"
    variables = {
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "1",
        "PERENNIAL_EXPORT_WORKERS": "1",
        "PERENNIAL_CACHE_DIR": str(copied_cache(demo, tmp_path)),
    }
    run(demo, "manage.py", "export_site", "--output", str(folder), **variables)
    # start_demo exports with all of Wagtail loaded, on all cores, in the time zone and with the seed of the machine.
    assert tree(folder) == tree(demo.site)


@pytest.mark.slow
def test_nothing_changed_is_known_without_loading_wagtail(demo: Demo, tmp_path: Path) -> None:
    words = ("manage.py", "export_site", "--output", str(tmp_path / "site"))
    variables = {"PERENNIAL_CACHE_DIR": str(copied_cache(demo, tmp_path))}
    said = [run(demo, *words, **variables) for _time in range(3)]
    assert "nothing changed" not in said[1]
    assert "; nothing changed" in said[2]
    (tmp_path / "site" / "robots.txt").write_text("damaged")
    assert "; 1 new" in run(demo, *words, **variables)
    assert (tmp_path / "site" / "robots.txt").read_text() != "damaged"
