"""A second project beside the sample: other languages, a badge of the same name, an issuer and a key of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings

from cms import projects
from cms.assessment.roles import make_assessor_groups
from cms.issuance.achievements import AchievementContent, publish_achievement
from tests.conftest import LANGUAGES

SECOND = Path(__file__).parents[1] / "sample" / "second"
FURTHER = [("lt", "Lietuvių")]
ALL = [*LANGUAGES, *FURTHER]
FIRST_SITE, SECOND_SITE = "https://site.example", "https://second.example"
FACTS = {
    "key": "second",
    "name": "Second",
    "languages": ["en", "fi"],
    "address": SECOND_SITE,
    "issuer": {"name": "Second issuer"},
}
CRITERIA = [{"key": "waits", "title": "Waits", "description": "You wait.", "example": "Once."}]


@pytest.fixture
def both_issuers(db: None, settings: Any) -> None:
    settings.PUBLIC_URL = FIRST_SITE
    settings.ENDPOINT_URL = "https://apply.example"
    settings.ALLOWED_ORIGINS = [FIRST_SITE]
    projects.keep("second", FACTS)
    publish_achievement("listening", "en", AchievementContent("Listening", "First", CRITERIA))
    publish_achievement("second:listening", "en", AchievementContent("Listening elsewhere", "Second", CRITERIA))


def person(name: str, *groups: str) -> Client:
    make_assessor_groups()
    user = get_user_model().objects.create_user(name, f"{name}@site.example", "secret")
    found = Group.objects.filter(name__in=groups)
    assert found.count() == len(groups)
    user.groups.add(*found)
    client = Client()
    client.force_login(user)
    return client


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
