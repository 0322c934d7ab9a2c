"""Which characters a text may hold, how line ends and days are written."""

import re
import unicodedata
from datetime import date

from django.utils import formats, translation

# These characters are written differently by JSON-LD canonicalizers, so that a badge that holds one verifies in
# one tool and fails in the next (pyld 3.3 against rdf-canonize; Unicode U+0000-0008, 000B, 000C, 000E-001F, 007F).
# Halves of a character (surrogates) come in by JSON and cannot be stored at all.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Django's catalogues write these months with a capital, the languages do not.
SMALL_MONTHS = {"it", "ro"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def has_control_characters(text: str) -> bool:
    """Tell whether the text holds a character that a signature does not survive."""
    return _CONTROL.search(text) is not None


def is_single_line(text: str) -> bool:
    """Tell whether the text has no line end and no control character of any kind (header injection)."""
    # What can be printed has none of them; the look at each character is for the few other texts.
    return text.isprintable() or all(
        unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} for character in text
    )


def with_plain_line_ends(text: str) -> str:
    """Return the text with line feeds only; browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_slug(text: str) -> bool:
    """Tell whether the text can be the key of a badge."""
    return len(text) <= 100 and _SLUG.fullmatch(text) is not None


def day_in_words(day: date) -> str:
    """Return the day with the month as a word, as the language that is active writes it."""
    return _in_words(day, "j F Y" if _language() == "en" else "DATE_FORMAT")


def month_in_words(month: str) -> str:
    """Return a month such as 2026-11 in words, as the language that is active writes it."""
    return _in_words(date.fromisoformat(f"{month}-01"), "YEAR_MONTH_FORMAT")


def _in_words(day: date, form: str) -> str:
    written = formats.date_format(day, form)
    return written.lower() if _language() in SMALL_MONTHS else written


def _language() -> str:
    return (translation.get_language() or "en")[:2]
