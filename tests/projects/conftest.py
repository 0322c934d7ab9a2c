"""A second project beside the sample: other languages, a badge of the same name, an issuer and a key of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from cms import projects
from cms.issuance.achievements import AchievementContent, publish_achievement
from tests.projects.second import ALL, CRITERIA, FACTS, FIRST_SITE, FURTHER

SECOND = Path(__file__).parents[1] / "sample" / "second"


@pytest.fixture
def both_issuers(db: None, settings: Any) -> None:
    settings.PUBLIC_URL = FIRST_SITE
    settings.ENDPOINT_URL = "https://apply.example"
    settings.ALLOWED_ORIGINS = [FIRST_SITE]
    projects.keep("second", FACTS)
    publish_achievement("listening", "en", AchievementContent("Listening", "First", CRITERIA))
    publish_achievement("second:listening", "en", AchievementContent("Listening elsewhere", "Second", CRITERIA))


@pytest.fixture
def second_dir(tmp_path: Path) -> Path:
    """A copy of the second project's files that a test may change."""
    return Path(shutil.copytree(SECOND, tmp_path / "second"))


@pytest.fixture
def both(sample: Path, second_dir: Path) -> Iterator[Path]:
    """The sample and the second project in one database; the folder of the second."""
    with override_settings(LANGUAGES=ALL, WAGTAIL_CONTENT_LANGUAGES=ALL, FURTHER_LANGUAGES=FURTHER):
        call_command("load_content", dir=second_dir, verbosity=0)
        yield second_dir
