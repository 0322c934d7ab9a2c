"""The real content/: complete in six languages, and clean in the ways a program can check."""

from pathlib import Path

import pytest
from django.conf import settings

from cms.content.documents import PageDocument
from cms.content.po_file import Message
from cms.content.read import read_content
from cms.content.update import source_messages

TREE = read_content(Path(settings.BASE_DIR) / "content")
TRANSLATIONS = [
    pytest.param(document, language, id=f"{document.folder}-{language}")
    for document in TREE.documents
    for language in ("fi", "es", "it", "pl", "ro")
]

# Pages that may be there in English before they are in other languages.
MAY_WAIT = ("practices/", "toolkit/", "pages/toolkit", "organisations/", "pages/organisations", "pages/badge-map")


def messages(document: PageDocument, language: str) -> list[Message]:
    return document.translations.get(language, [])


@pytest.mark.parametrize(("document", "language"), TRANSLATIONS)
def test_every_text_is_translated(document: PageDocument, language: str) -> None:
    if document.folder.startswith(MAY_WAIT) and not messages(document, language):
        # A page that is there is there as a whole.
        return
    done = {message.key for message in messages(document, language) if message.target and not message.fuzzy}
    missing = [message.context for message in source_messages(TREE, document) if message.key not in done]
    assert missing == []


@pytest.mark.parametrize("document", [pytest.param(d, id=d.folder) for d in TREE.documents if "quiz" in d.source.data])
def test_quizzes_can_be_answered(document: PageDocument) -> None:
    for key, question in document.source.data.get("quiz", {}).items():
        correct = sum(option.get("correct", False) for option in question.get("options", {}).values())
        if question["type"] == "single":
            assert correct == 1, key
        elif question["type"] == "multiple":
            assert correct >= 2, key


def test_fifteen_skills_and_their_badges_are_numbered_once() -> None:
    skills = {d.slug: d.source.data["number"] for d in TREE.documents if d.schema == "skill"}
    badges = {d.slug for d in TREE.documents if d.schema == "badge" and "skills_needed" not in d.source.data}
    assert sorted(skills.values()) == list(range(1, 16))
    assert badges == set(skills)


def test_the_practices_say_that_they_are_examples_and_three_are_in_every_language() -> None:
    practices = [document for document in TREE.documents if document.schema == "practice"]
    assert len(practices) == 12
    assert [document.slug for document in practices if not document.source.data.get("demonstration")] == []
    assert len([document for document in practices if len(document.translations) == 5]) >= 3


def test_the_toolkit_has_a_module_for_each_track() -> None:
    modules = [document for document in TREE.documents if document.schema == "module"]
    tracks = [document.source.data["track"] for document in modules]
    assert sorted(tracks) == ["ambassadors", "facilitators", "multipliers"]
    assert sorted(document.source.data["number"] for document in modules) == [1, 2, 3]
    assert {document.source.data.get("type") for document in TREE.documents if document.path == "toolkit"} == {
        "toolkit"
    }


def test_set_badges_stand_on_skills_that_exist() -> None:
    sets = {d.slug: d.source.data["skills_needed"] for d in TREE.documents if "skills_needed" in d.source.data}
    assert sets == {"five-skills": 5, "ten-skills": 10, "fifteen-skills": 15}


@pytest.mark.parametrize("language", ["fi", "es", "it", "pl", "ro"])
def test_a_badge_has_the_name_of_its_skill(language: str) -> None:
    titles: dict[str, set[str]] = {}
    for document in TREE.documents:
        if document.schema in {"skill", "badge"}:
            titles.setdefault(document.slug, set()).update(
                message.target for message in messages(document, language) if message.context == "title"
            )
    assert {slug: names for slug, names in titles.items() if len(names) != 1} == {}
