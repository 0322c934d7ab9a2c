"""Every test that docs/security.md and docs/asvs.md point to is there, and no point of the OWASP list is left out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


# ASVS 5.0.0: how many points of levels 1 and 2 each section has. They come first in it, without gaps.
POINTS = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1},
    **{"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4},
    **{"5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4},
    **{"7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1},
    **{"9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3},
    **{"11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4},
    **{"13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7},
    **{"16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2},
}


@pytest.mark.parametrize(("document", "fewest"), [("security.md", 40), ("asvs.md", 80)])
def test_the_tables_point_to_tests_that_exist(document: str, fewest: int) -> None:
    text = (ROOT / "docs" / document).read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }
    assert len(named) > fewest
    assert named <= there
    for path in re.findall(r"`((?:tests|cms|deploy)/[\w/.-]+\.\w+)`", text):
        assert (ROOT / path).is_file(), path


def test_no_point_of_the_owasp_list_is_left_out_or_said_twice() -> None:
    said: list[str] = []
    for row in re.findall(r"^\| ([\d., to]+) \|", (ROOT / "docs" / "asvs.md").read_text("utf-8"), re.MULTILINE):
        for part in row.split(", "):
            first, _, last = part.partition(" to ")
            section, number = first.rsplit(".", 1)
            said += [f"{section}.{at}" for at in range(int(number), int((last or first).rsplit(".", 1)[1]) + 1)]
    wanted = [f"{section}.{number}" for section, most in POINTS.items() for number in range(1, most + 1)]
    assert sorted(said) == sorted(wanted)
