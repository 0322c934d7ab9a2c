"""Texts of a page after an edit, and stored translations -> which translation each text keeps.

A text that is still there, or only moved, keeps its translation. A text that changed a little keeps it too, marked with
the English it was made for. Only really new text has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cms.content.links import Links
from cms.content.localize_rows import Address
from cms.content.segments import Text

# How alike two texts must be for one to take over the translation of the other: normalised indel similarity, 0 to 1.
ALIKE_IN_PLACE = 0.5
ALIKE_ELSEWHERE = 0.75


Place = tuple[str, str]  # where a text stands, and its words


@dataclass(frozen=True)
class Kept:
    """A translation that a text keeps: as stored, and the English it was made for where that was another text."""

    data: str
    previous: str = ""


def carry(texts: Sequence[Text], translations: Mapping[Address, str], links: Links) -> dict[Address, Kept]:
    """Return the translation that each text of a page keeps, by its address; texts without one are left out.

    `translations` are all stored ones of the page in one language, also those of texts that it has no longer.
    """
    kept: dict[Address, Kept] = {}
    by_words: dict[str, str] = {}
    for (_path, words), data in translations.items():
        by_words.setdefault(words, data)
    there = {text.data for text in texts}
    free = [address for address in translations if address[1] not in there]
    for text in texts:
        address = (text.path, text.data)
        if data := translations.get(address) or by_words.get(text.data, ""):
            kept[address] = Kept(data)
        elif before := most_alike(address, free):
            free.remove(before)
            previous = text.to_message(text.without_foreign_links(before[1]), links)
            kept[address] = Kept(text.without_foreign_links(translations[before]), previous)
    return kept


def most_alike(text: Place, candidates: Iterable[Place]) -> Place | None:
    """Return the text that became this one: in its place if there is one, else one so alike that it must be it."""
    found, best = None, 0.0
    for candidate in candidates:
        needed = ALIKE_IN_PLACE if candidate[0] == text[0] else ALIKE_ELSEWHERE
        alike = fuzz.ratio(candidate[1], text[1]) / 100
        if alike >= max(needed, best):
            found, best = candidate, alike
    return found
