"""Text -> words -> stems. The browser gets a table of every word form with its stem, so it needs no stemmer."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language_info

from cms.export.known.cache import Cache

# Letters that Unicode does not take apart into a plain letter and a mark. The index carries them to the browser.
LETTERS = {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ı": "i", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe"}

# Numbers up to it are written as one letter. Longer stems are cut.
LONGEST_STEM = 25
# A word of one letter says nothing.
_WORD = re.compile(r"[^\W_]{2,}")
_LETTERS = str.maketrans(LETTERS)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, with their accents."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def count(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in the texts."""
    return Counter(word for text in texts for word in words_of(text))


@cache
def fold(word: str) -> str:
    """Return a word as people type it in a hurry: in lower case and without accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word).lower().translate(_LETTERS)
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")


def folded(text: str) -> list[str]:
    """Return the folded words of a text, each once and in order."""
    return sorted({fold(word) for word in set(words_of(text))})


def stems_of(counted: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the stem of each folded form, itself folded.

    `counted` holds the words by language, the language of the index first. Where two words fold into one form
    ("esta", "está"), the stem is that of the earlier language, and of the more frequent word there: texts and
    queries go through the same table, so what matters is only that each form has one stem.
    """
    table: dict[str, str] = {}
    for language, words in counted.items():
        by_word = stem_all(language, words)
        for word in sorted(words, key=lambda word: (-words[word], word)):
            table.setdefault(fold(word), (fold(by_word[word]) or fold(word))[:LONGEST_STEM])
    return table


def stem_all(language: str, words: Iterable[str]) -> dict[str, str]:
    """Return the stems of words as Snowball makes them; the words themselves where it does not know the language."""
    # Loading it reads the rules of thirty languages; most exports make no search.
    from importlib.metadata import version

    ordered = sorted(set(words))
    stemmer = _stemmer(language)
    if stemmer is None or not ordered:
        return {word: word for word in ordered}
    # Ten thousand words take a third of a second, and most exports find the words of the one before.
    made_of = "\n".join([version("snowballstemmer"), language, *ordered])
    key = hashlib.sha256(made_of.encode()).hexdigest()
    stems = Cache("stems").get(key, lambda: "\n".join(map(stemmer.stemWord, ordered)).encode())
    return dict(zip(ordered, stems.decode().split("\n"), strict=True))


def _stemmer(language: str) -> Any:
    """Return Snowball's stemmer, which goes by the English name of the language; None where there is none."""
    import snowballstemmer

    name = get_language_info(language.split("-")[0])["name"].split()[0].lower()
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None
