"""Statistics tell what funders ask for, and nothing about single persons."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.assessment.figures import LEAST, hide_small
from cms.assessment.roles import ASSESSORS
from cms.issuance.models import Application
from cms.issuance.states import State
from cms.spreadsheet import cell

Apply = Callable[..., Application]


def with_sums(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    table = [[*row, sum(row)] for row in rows]
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([[10, 20], [30, 40]], [[10, 20, 30], [30, 40, 70], [40, 60, 100]]),
        ([[0, 20], [30, 0]], [[0, 20, 20], [30, 0, 30], [30, 20, 50]]),
        # One small number hides another in its row, and both hide one in their columns.
        ([[3, 20], [30, 40]], [[None, None, 23], [None, None, 70], [33, 60, 93]]),
    ],
)
def test_small_numbers_are_hidden(rows: list[list[int]], shown: list[list[int | None]]) -> None:
    assert hide_small(with_sums(rows)) == shown


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=2), min_size=1, max_size=2))
def test_no_small_number_can_be_worked_out(rows: list[list[int]]) -> None:
    """Try every table with small numbers that agrees with what is shown: a hidden small one is never certain."""
    table = with_sums(rows)
    shown = hide_small(table)
    height = len(rows)
    places = [(row, column) for row in range(height) for column in range(2) if shown[row][column] is None]
    assert all(number is None or number == 0 or number >= LEAST for line in shown for number in line)
    if not places:
        return
    possible: dict[tuple[int, int], set[int]] = {place: set() for place in places}
    # What is hidden is known not to be 0.
    for numbers in product(range(1, 14), repeat=len(places)):
        guess = [list(row) for row in rows]
        for (row, column), number in zip(places, numbers, strict=True):
            guess[row][column] = number
        fits = zip(with_sums(guess), shown, strict=True)
        if all(b is None or a == b for one, two in fits for a, b in zip(one, two, strict=True)):
            for place, number in zip(places, numbers, strict=True):
                possible[place].add(number)
    for (row, column), numbers in possible.items():
        if rows[row][column] < LEAST:
            assert len(numbers) > 1, shown


def test_the_page_and_the_file_say_the_same(person: Callable[..., Client], wait: Apply) -> None:
    now = timezone.now()
    for count in range(6):
        made = wait("A" * (count + 1))
        decided = {"state": State.AWARDED, "decided_at": now, "confirmed_at": now - timedelta(days=4)}
        Application.objects.filter(pk=made.pk).update(**decided)
    for count in range(5):
        Application.objects.filter(pk=wait("B" * (count + 20)).pk).update(state=State.DECLINED)
    anna = person("anna", ASSESSORS)
    path = reverse("assessment:statistics")
    text = re.sub(r"\s+", " ", unescape(anna.get(path).content.decode()))
    assert 'English</th><td class="desk-number">6</td>' in text.replace("> <", "><")
    assert '<td class="desk-number">4.0</td>' in text
    assert 'height="14"/>' in text
    assert 'style="' not in text.partition("<main")[2]
    answer: Any = anna.get(path, {"format": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert next(line for line in lines if line.startswith("Language,English")).split(",")[2] == "6"
    assert anna.get(path, {"year": "1999"}).status_code == 200
    wait("Too few", "fi")
    assert "hidden" in anna.get(path).content.decode().partition("Suomi")[2]


def test_months_follow_each_other_in_words(person: Callable[..., Client], wait: Apply) -> None:
    for number, month in enumerate([2, 12, 2, 2, 2, 2]):
        made = wait("A" * (number + 1))
        day = datetime(2025 if month == 12 else 2026, month, 1, 0, 30, tzinfo=timezone.get_current_timezone())
        Application.objects.filter(pk=made.pk).update(state=State.AWARDED, confirmed_at=day)
    answer: Any = person("anna", ASSESSORS).get(reverse("assessment:statistics"), {"format": "csv"})
    lines = [line.split(",")[:3] for line in answer.content.decode("utf-8-sig").splitlines()]
    months = [line[1:] for line in lines if line[0] == "Month"]
    assert months == [["December 2025", "hidden"], ["February 2026", "hidden"], ["Together", "6"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Åsa", "a=b", 5, -1, ""])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert cell(value) == value
