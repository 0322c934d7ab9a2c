"""The Nu HTML checker of the W3C finds no error on any page: as the site is served, and as an archive in a folder."""

import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.server import Demo
from tests.judges.judging import none

pytestmark = pytest.mark.slow

BAD = "<!DOCTYPE html><html lang=en><title>Bad</title><p><div></p>"


@pytest.fixture(scope="module")
def found(
    packages: Path, exported: Demo, archived: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """What the checker says of all pages, and of a bad one; Java is started once for all of them."""
    java = shutil.which("java")
    if not java:
        pytest.fail("Java is not installed: run tests/install-tools as root, or install default-jre-headless.")
    bad = tmp_path_factory.mktemp("bad") / "bad.html"
    bad.write_text(BAD)
    jar = packages / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java, "-jar", str(jar), "--errors-only", "--skip-non-html", "--format", "json"]
    run = subprocess.run(
        [*command, str(exported.site), str(archived), str(bad)], capture_output=True, text=True, check=False
    )
    messages: list[dict[str, Any]] = json.loads(run.stderr)["messages"]
    return messages


def test_no_page_has_an_error(found: list[dict[str, Any]]) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for message in found:
        if not message["url"].endswith("/bad.html"):
            places[message["message"]].append(f"{message['url']}:{message.get('lastLine', '')}")
    none([f"{text}\n    {len(where)} times, for example {where[0]}" for text, where in places.items()])


def test_the_checker_is_awake(found: list[dict[str, Any]]) -> None:
    assert [message for message in found if message["url"].endswith("/bad.html")]
