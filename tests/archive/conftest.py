"""A small project, packaged."""

import json
import shutil
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from cms.archive.package import package_archive
from tests.archive.packaged import DAY
from tests.prepared import once
from tests.sample_site import BASE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def assets(tmp_path: Path, settings: object) -> Path:
    """The built scripts and style sheet, with the pictures that the sample needs."""
    folder = Path(shutil.copytree(ROOT / "var" / "assets", tmp_path / "assets"))
    names = json.loads((folder / "manifest.json").read_text())
    for name in ("badges/listening.svg", "badges/listening.png", "badges/issuer.svg"):
        (folder / name).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
        names[name] = name
    (folder / "manifest.json").write_text(json.dumps(names))
    settings.ASSETS_DIR = folder  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def project(
    sample: Path, assets: Path, signing_key: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The sample with what a package must name; its content folder."""
    # What was typeset for one test serves another, as in life.
    settings.CACHE_DIR = tmp_path_factory.getbasetemp() / "archive-cache"
    # One that only a further project has: this one has nothing in it.
    settings.FURTHER_LANGUAGES = [("fr", "Français")]
    settings.LANGUAGES = [*settings.LANGUAGES, *settings.FURTHER_LANGUAGES]
    return sample


@pytest.fixture
def package(request: pytest.FixtureRequest, db: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the sample, made once for all tests, which only read it."""

    def make(folder: Path) -> None:
        # Afterwards the database is empty again: who opens the package has nothing else.
        with transaction.atomic():
            request.getfixturevalue("project")
            package_archive(folder / "package", BASE, DAY)
            transaction.set_rollback(True)

    return once(tmp_path_factory, "sample-package", make) / "package"


@pytest.fixture
def copy(package: Path, tmp_path: Path) -> Path:
    """A copy of the package in a folder with spaces in its name."""
    return Path(shutil.copytree(package, tmp_path / "a copy of it"))
