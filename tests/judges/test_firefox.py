"""A second engine: Debian's Firefox makes the journeys of firefox-journeys.mjs, with and without scripts."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from cms.issuance.credentials import AwardFacts
from cms.issuance.credentials.issue import issue_badge
from tests.journeys.server import Demo
from tests.judges.judging import node, none
from tests.judges.page_types import page_types

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUNNER = Path(__file__).parent / "firefox.mjs"
LANGUAGES = ("", "fi")


@pytest.fixture
def firefox() -> str:
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        pytest.fail("Firefox is not installed: run tests/install-tools as root, or install firefox-esr.")
    return found


@pytest.fixture
def badge(exported: Demo, make_facts: Callable[..., AwardFacts], settings: Settings, tmp_path: Path) -> Path:
    """A badge that the exported site has signed."""
    facts = make_facts("fi")
    settings.PUBLIC_URL = exported.url
    settings.KEYS_DIR = exported.folder / "var" / "keys"
    file = tmp_path / "badge.json"
    file.write_bytes(issue_badge(facts).json)
    return file


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_journeys(
    exported: Demo, site_url: str, archived: Path, packages: Path, firefox: str, badge: Path, scripts: bool
) -> None:
    question = {
        "modules": str(packages.parent),
        "firefox": firefox,
        "scripts": scripts,
        "site": site_url,
        "folder": archived.as_uri(),
        "badge": str(badge),
        "pages": {
            "site": [address for language in LANGUAGES for address in page_types(exported.site, language)],
            "folder": [address for language in LANGUAGES for address in page_types(archived, language)],
        },
    }
    run = subprocess.run([node(), str(RUNNER)], input=json.dumps(question), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    answer: dict[str, list[str]] = json.loads(run.stdout)
    assert answer
    none([f"{journey}: {fault}" for journey, faults in answer.items() for fault in faults])
