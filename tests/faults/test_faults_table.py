"""Every test that docs/faults.md points to is there, and every fault that is made here stands in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def names_in(folder: Path) -> set[str]:
    return {
        name
        for path in folder.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }


def test_the_table_of_faults_points_to_tests_that_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "faults.md").read_text()))
    assert named <= names_in(ROOT / "tests")
    assert names_in(ROOT / "tests" / "faults") - named == {"test_the_table_of_faults_points_to_tests_that_exist"}
