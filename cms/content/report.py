"""Words and readability of each module in each language, for editors."""

import re
from dataclasses import dataclass

from django.conf import settings

from cms.content.documents import ContentTree, PageDocument
from cms.content.update import source_messages

_MARKUP = re.compile(r"\]\([^)]*\)|[*\[\]\\]")
_WORD = re.compile(r"[^\W\d_]+(?:[’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.?!…]+(?:[”»’)]+)?(?:\s|$)")
_LONG = 7


@dataclass(frozen=True)
class TextReport:
    """Words, and LIX, of one module in one language.

    LIX (Björnsson 1968) = words / sentences + 100 * long words / words, where long is more than six letters. It needs
    no syllables, so it serves every language; compare a text with others in its own language only.
    """

    folder: str
    language: str
    words: int
    lix: float


def lix(texts: list[str]) -> tuple[int, float]:
    """Return the number of words and the LIX of texts; each text is at least one sentence."""
    words: list[str] = []
    sentences = 0
    for text in texts:
        plain = _MARKUP.sub("", text)
        words += _WORD.findall(plain)
        sentences += max(1, len(_SENTENCE_END.findall(plain)))
    if not words:
        return 0, 0.0
    long_words = sum(len(word) >= _LONG for word in words)
    return len(words), len(words) / sentences + 100 * long_words / len(words)


def report(tree: ContentTree) -> list[TextReport]:
    """Return the report of every module in every language that it is in, in the order of modules and languages."""
    modules = [document for document in tree.documents if document.schema in {"skill", "module"}]
    return [
        TextReport(document.folder, language, *lix(_texts(tree, document, language)))
        for document in modules
        for language, _name in settings.LANGUAGES
        if language == settings.LANGUAGE_CODE or language in document.translations
    ]


def _texts(tree: ContentTree, document: PageDocument, language: str) -> list[str]:
    if language == settings.LANGUAGE_CODE:
        return [message.source for message in source_messages(tree, document)]
    return [message.target for message in document.translations.get(language, []) if message.target]
