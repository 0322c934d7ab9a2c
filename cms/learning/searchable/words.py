"""Text -> words, and the form that people type in a hurry."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

# Letters that Unicode does not take apart into a plain letter and a mark. The index carries them to the browser.
LETTERS = {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ı": "i", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe"}

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
