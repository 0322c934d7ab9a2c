"""Documents -> the index of a language, small enough to be sent whole. site/assets/js/search/index.js reads it.

Headings and titles need no postings: the browser makes them from the words themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from cms.export.search.stems import stems_of
from cms.learning.searchable.documents import Document
from cms.learning.searchable.words import LETTERS, count, fold, words_of

# A word that stands in every third part of the site leads nowhere; it is still found in headings.
COMMON = 1 / 3
# From so many times on, a part counts as being about a word.
OFTEN = 3
# Lengths of texts weigh in only roughly.
LENGTH_STEP = 10

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
_COUNTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def build_index(found: Sequence[Document], language: str) -> dict[str, Any]:
    """Return the index of the documents, as plain data:

    language, letters: its code, and the letters that fold into others;
    pages: path, kind, language, title, and its parts: anchor, heading, length of the text in tens of words;
    terms: every stem once, sorted, as an upper-case letter for the number of letters shared with the stem before
    (A for none) and the rest;
    endings: a line a stem: its word forms, as an upper-case letter for the number of letters cut from the stem and
    what follows;
    places: a line a stem: the parts whose text has it (see `_places`), or "*" for a common one.
    """
    stems = stems_of(_counted(found, language))
    forms: dict[str, list[str]] = defaultdict(list)
    for form, stem in stems.items():
        forms[stem].append(form)
    terms = sorted(forms)
    parts = [part for document in found for part in document.parts]
    texts = [words_of(part.text) for part in parts]
    places = _postings([[stems[fold(word)] for word in text] for text in texts])
    common = {term for term in terms if len(places[term]) > COMMON * len(parts)}
    return {
        "language": language,
        "letters": LETTERS,
        "pages": [_page(document) for document in found],
        "terms": _front_coded(terms),
        "endings": "\n".join(_endings(term, forms[term]) for term in terms),
        "places": "\n".join("*" if term in common else _places(places[term]) for term in terms),
    }


def _page(document: Document) -> list[Any]:
    parts = [[part.anchor, part.heading, -(-len(words_of(part.text)) // LENGTH_STEP)] for part in document.parts]
    return [document.path, document.kind, document.language, document.title, parts]


def _counted(found: Sequence[Document], language: str) -> dict[str, Counter[str]]:
    """Return the words of the documents by the language they are in, that of the index first."""
    counted: dict[str, Counter[str]] = {language: Counter()}
    for document in found:
        texts = [document.title, *(text for part in document.parts for text in (part.heading, part.text))]
        counted.setdefault(document.language, Counter()).update(count(texts))
    return counted


def _postings(texts: Iterable[Sequence[str]]) -> dict[str, dict[int, int]]:
    """Return for each stem how often the text of which part has it."""
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    for number, text in enumerate(texts):
        for stem, times in Counter(text).items():
            postings[stem][number] = times
    return postings


def _front_coded(terms: Sequence[str]) -> str:
    before, coded = "", []
    for term in terms:
        shared = _shared(before, term)
        coded.append(_COUNTS[shared] + term[shared:])
        before = term
    return "".join(coded)


def _endings(term: str, forms: Sequence[str]) -> str:
    coded = []
    for form in sorted(forms):
        shared = _shared(term, form)
        coded.append(_COUNTS[len(term) - shared] + form[shared:])
    return "".join(coded)


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _places(times: dict[int, int]) -> str:
    """Return the numbers of the parts, each as the distance from the one before, and "." where the word is frequent.

    A distance is written in digits to the base of 32, the lowest first; all but the last are moved up by 32 in
    the 64 digits there are.
    """
    coded, before = [], -1
    for number in sorted(times):
        distance, before = number - before, number
        while distance >= 32:
            coded.append(_DIGITS[32 + distance % 32])
            distance //= 32
        coded.append(_DIGITS[distance] + ("." if times[number] >= OFTEN else ""))
    return "".join(coded)
