"""Days and months as each language writes them."""

from datetime import date

import pytest
from django.utils import translation

from cms.issuance.wording import day_in_words, month_in_words


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "22 November 2026"),
        ("fi", "22. marraskuuta 2026"),
        ("es", "22 de noviembre de 2026"),
        ("it", "22 novembre 2026"),
        ("pl", "22 listopada 2026"),
        ("ro", "22 noiembrie 2026"),
        ("de", "22. November 2026"),
    ],
)
def test_a_day_has_its_month_in_words(language: str, expected: str) -> None:
    with translation.override(language):
        assert day_in_words(date(2026, 11, 22)) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "November 2026"), ("it", "novembre 2026"), ("ro", "noiembrie 2026")]
)
def test_a_month_is_written_in_words(language: str, expected: str) -> None:
    with translation.override(language):
        assert month_in_words("2026-11") == expected
