"""A small site in two languages, one of them written from right to left; keys and assets made for the tests."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test.utils import override_settings
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tests.postgres import Cluster, cluster
from tests.sample_rows import Rows, SampleRows, put_all, read_rows
from tests.sample_site import LANGUAGES

SAMPLE = Path(__file__).parent / "sample" / "content"

# How long one example takes says nothing on a busy machine.
hypothesis_settings.register_profile("any speed", deadline=None)
hypothesis_settings.register_profile("thorough", deadline=None)
hypothesis_settings.load_profile("any speed")

# Playwright's own event loop makes Django think that tests are asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def two_languages() -> Iterator[None]:
    """English and Arabic are the languages of the site."""
    with override_settings(LANGUAGES=LANGUAGES, WAGTAIL_CONTENT_LANGUAGES=LANGUAGES):
        yield


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """A copy of the sample's files that a test may change."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "content"))


@pytest.fixture(scope="session")
def sample_rows(tmp_path_factory: pytest.TempPathFactory) -> SampleRows:
    """What was loaded in this test process."""
    return SampleRows(lambda: tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Rows:
    """Make the database as ever; return what migrations wrote into it."""
    with django_db_blocker.unblock():
        return read_rows()


@pytest.fixture
def migrated(transactional_db: None, django_db_setup: Rows) -> None:
    """A database as migrations leave it, whichever test emptied it before; a server in another thread sees it too."""
    put_all(django_db_setup)


@pytest.fixture
def sample(db: None, two_languages: None, content_dir: Path, tmp_path: Path, sample_rows: SampleRows) -> Iterator[Path]:
    """The sample, loaded with a media folder of its own; its folder."""
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        sample_rows.load(content_dir, tmp_path / "media")
        yield content_dir


@pytest.fixture
def assets(tmp_path: Path) -> Iterator[Path]:
    """Built assets as far as an export looks at them: names, not content."""
    folder = tmp_path / "assets"
    (folder / "badges").mkdir(parents=True)
    names = ["site.css", "practices.css", "canvas.css", "recognition.css", "impact.css"]
    scripts = ("site", "module", "apply", "verify", "reflect", "search", "share", "offline")
    names += [f"{name}.js" for name in (*scripts, "practices", "compare", "suggest", "canvas", "claim")]
    names += [f"badges/{name}" for name in ("listening.svg", "listening.png", "favicon.svg", "issuer.svg")]
    for name in names:
        (folder / name).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>' if name.endswith("svg") else "")
    (folder / "manifest.json").write_text(json.dumps({name: name for name in names}))
    with override_settings(ASSETS_DIR=folder):
        yield folder


@pytest.fixture
def signing_key(tmp_path: Path) -> Iterator[Path]:
    """A signing key of its own for the test."""
    with override_settings(KEYS_DIR=tmp_path / "keys"):
        call_command("make_signing_key")
        yield tmp_path / "keys"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for what only shows when several processes share a database."""
    with cluster() as running:
        yield running


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden site anew."""
    parser.addoption("--update-golden", action="store_true", help="write tests/export/golden anew")
