"""Every test that docs/security.md points to is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_of_threats_points_to_tests_that_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text()))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }
    assert len(named) > 40
    assert named <= there
