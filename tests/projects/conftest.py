"""A second project beside the sample: other languages, a badge of the same name, an issuer and a key of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from tests.conftest import LANGUAGES

SECOND = Path(__file__).parents[1] / "sample" / "second"
FURTHER = [("lt", "Lietuvių")]
ALL = [*LANGUAGES, *FURTHER]


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
