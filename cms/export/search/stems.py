"""Words -> stems. The browser gets a table of every word form with its stem, so it needs no stemmer."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language_info

from cms.cache import Cache
from cms.learning.searchable.words import fold

# Numbers up to it are written as one letter. Longer stems are cut.
LONGEST_STEM = 25


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
