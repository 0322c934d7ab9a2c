"""What a program can tell of a translation's quality: left in English, too long, wrong quotes, other terms."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from cms.content.documents import PageDocument
from cms.content.po_file import Message
from cms.content.read import read_content
from cms.content.report import lix, report

TREE = read_content(Path(settings.BASE_DIR) / "content")
LANGUAGES = ("fi", "es", "it", "pl", "ro")
# Words that are the same in the two languages; names of speakers may always be.
SAME = {
    "fi": {"Centrul pentru Promovarea Învățării Permanente Timișoara (CPIP), Romania"},
    "es": {"No.", "Open Badge"},
    "it": {
        "Centrul pentru Promovarea Învățării Permanente Timișoara (CPIP), Romania",
        *("Home", "No.", "Open Badge", "Privacy", "bias", "brainstorming", "feedback", "soft skill"),
    },
    "pl": set(),
    "ro": {"Contact", "brainstorming", "conflict", "facilitator", "feedback"},
}
# Marks that a language's texts may hold: outer and inner quotation marks, the apostrophe.
QUOTES = {"fi": "”’", "es": "«»“”’", "it": "«»“”’", "pl": "„”«»’", "ro": "„”«»’"}
# Linked words that are not a form of the listed term, and are right.
OTHER_WORDS = {
    ("it", "prior-learning", "hai già imparato"),
    ("pl", "prior-learning", "już umiesz"),
    ("ro", "evidence", "dovezi"),
    ("es", "assumption", "supuesto"),
    ("es", "feedback", "comentario"),
    ("it", "summarising", "Riassumi"),
    ("fi", "emotion", "tunteen"),
}
SHORTEST, LONGEST = 0.55, 1.75
# Where the English is terse and the language needs the words.
LONG = {("fi", "skills/ethics", "activities.held-for-what.steps.act")}


def translated(language: str) -> Iterator[tuple[PageDocument, Message]]:
    for document in TREE.documents:
        for message in document.translations.get(language, []):
            if message.target:
                yield document, message


def where(document: PageDocument, message: Message) -> str:
    return f"{document.folder} {message.context}: {message.target}"


def fold(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language: str) -> None:
    left = [
        where(document, message)
        for document, message in translated(language)
        if message.source == message.target
        and not message.context.endswith(".speaker")
        and message.source not in SAME[language]
    ]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_lengths_are_those_of_a_translation(language: str) -> None:
    odd = [
        where(document, message)
        for document, message in translated(language)
        if len(message.source) > 60
        and not SHORTEST < len(message.target) / len(message.source) < LONGEST
        and (language, document.folder, message.context) not in LONG
    ]
    assert odd == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_the_language_s_own(language: str) -> None:
    foreign = set("„“”«»‘’‚‹›\"'") - set(QUOTES[language])
    assert [where(d, m) for d, m in translated(language) if foreign & set(m.target)] == []
    for opening, closing in ("«»", "„”"):
        if opening in QUOTES[language]:
            uneven = [
                where(d, m) for d, m in translated(language) if m.target.count(opening) != m.target.count(closing)
            ]
            assert uneven == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_linked_words_are_forms_of_the_listed_term(language: str) -> None:
    listed = {
        message.context.split(".")[1]: message.target
        for document, message in translated(language)
        if document.schema == "terms" and message.context.endswith(".term")
    }
    other = []
    for document, message in translated(language):
        for words, term in re.findall(r"\[([^\]]+)\]\(term:([a-z-]+)\)", message.target):
            starts = {word[:3] for word in re.findall(r"\w{3,}", fold(listed[term]))}
            used = {word[:3] for word in re.findall(r"\w{3,}", fold(words))}
            if not starts & used and (language, term, words) not in OTHER_WORDS:
                other.append(f"{document.folder}: “{words}” for {term} ({listed[term]})")
    assert other == []


def test_the_report_counts_every_module_in_every_language() -> None:
    rows = report(TREE)
    assert len(rows) == 15 * 6
    assert all(row.words > 50 and row.lix > 0 for row in rows)


def test_lix_is_words_a_sentence_and_long_words() -> None:
    assert lix(["One two three four. Five [sixsevens](term:x) eight."]) == (7, 7 / 2 + 100 / 7)
