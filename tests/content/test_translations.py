"""What a program can tell of a translation's quality: left in English, too long, wrong quotes, other terms."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from cms.content.documents import PageDocument
from cms.content.po_file import Message
from cms.content.read import read_content
from cms.content.report import lix, report
from cms.translation.checks import check_text, starts

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
    "ro": {"Contact", "Impact", "brainstorming", "conflict", "facilitator", "feedback"},
}
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
# What a check takes for a fault, and is right.
RIGHT = {
    # The English is terse and the language needs the words.
    ("fi", "skills/ethics", "activities.held-for-what.steps.act", "length"),
    # Numbers written in words, or left to the ordinal.
    ("fi", "pages/about", "sections.the-project.body", "numbers"),
    ("fi", "pages/impact", "sections.the-pilot.body", "numbers"),
    ("pl", "skills/adaptability", "activities.message-in-four-lines.feedback", "numbers"),
    ("pl", "skills/honesty", "theory.clock.example", "numbers"),
}


def translated(language: str) -> Iterator[tuple[PageDocument, Message]]:
    for document in TREE.documents:
        for message in document.translations.get(language, []):
            if message.target:
                yield document, message


def where(document: PageDocument, message: Message) -> str:
    return f"{document.folder} {message.context}: {message.target}"


def may_be_same(document: PageDocument, message: Message, language: str) -> bool:
    """Organisations keep their names."""
    is_name = document.schema == "organisation" and message.context == "title"
    return is_name or message.source in SAME[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_check_of_the_desk_finds_a_fault(language: str) -> None:
    faults = [
        f"{finding.code}: {where(document, message)}"
        for document, message in translated(language)
        for finding in check_text(message.source, message.target, language, rich=True)
        if finding.code != "italics"
        and not (finding.code == "untranslated" and may_be_same(document, message, language))
        and (language, document.folder, message.context, finding.code) not in RIGHT
    ]
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language: str) -> None:
    left = [
        where(document, message)
        for document, message in translated(language)
        if message.source == message.target
        and not message.context.endswith(".speaker")
        and not may_be_same(document, message, language)
    ]
    assert left == []


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
            if not starts(listed[term]) & starts(words) and (language, term, words) not in OTHER_WORDS:
                other.append(f"{document.folder}: “{words}” for {term} ({listed[term]})")
    assert other == []


def test_the_report_counts_every_module_in_every_language() -> None:
    rows = report(TREE)
    assert len([row for row in rows if row.folder.startswith("skills/")]) == 15 * 6
    assert all(row.words > 50 and row.lix > 0 for row in rows)


def test_lix_is_words_a_sentence_and_long_words() -> None:
    assert lix(["One two three four. Five [sixsevens](term:x) eight."]) == (7, 7 / 2 + 100 / 7)
