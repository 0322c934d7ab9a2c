"""Complaint 10: in bulk, by files. A language out as one zip, and back with a report before anything changes."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from wagtail.models import PageLogEntry, WorkflowState
from wagtail_localize.models import StringTranslation

from cms.content.models import Review
from cms.translation.exchange.pending import ACTION
from tests.translation.exchanging import (
    FORMATS,
    changed,
    edit_source,
    edited,
    entries,
    exported,
    imported,
    page_in,
    planned,
    stored,
    target,
    translate,
)


@pytest.fixture
def layla(db: None) -> User:
    return User.objects.create_superuser("layla", "layla@example.org")


@pytest.mark.parametrize("name", FORMATS)
def test_10_a_language_goes_out_as_one_zip_and_nothing_changes_when_it_comes_back(sample: Path, name: str) -> None:
    translate("A list", "قائمة", review=Review(reason=Review.Reason.SOURCE, previous="The list"))
    before = stored()
    files = exported(name)
    ending = ".po" if name == "po" else ".xlf"
    pages = ("about", "badges", "badges/listening", "glossary", "home", "privacy", "skills", "skills/listening")
    assert set(files) >= {"READ-ME.txt", *(f"{page}{ending}" for page in pages)}
    plan = planned(files)
    assert (plan.accepted, plan.refused, plan.conflicts) == (0, [], 0)
    assert {entry.outcome for file in plan.files for entry in file.entries} == {"same"}
    assert imported(files).texts == 0
    assert stored() == before


@pytest.mark.parametrize("name", FORMATS)
def test_10_what_was_translated_in_files_is_stored_as_it_was_and_marked_where_the_file_says_so(
    sample: Path, name: str, layla: User
) -> None:
    translate("A list", "قائمة", review=Review(reason=Review.Reason.SOURCE, previous="The list"))
    before = stored()
    files = exported(name)
    StringTranslation.objects.filter(locale__language_code="ar").delete()
    applied = imported(edited(files, name, lambda message: replace(message, state="")), layla)
    assert applied.texts == len(before)
    assert applied.to_review == 1
    after = stored()
    marked = [value for value in after.values() if value[2]]
    assert marked == [("قائمة", False, ("file", "The list"))]
    assert {key: value[:2] for key, value in after.items()} == {key: value[:2] for key, value in before.items()}


@pytest.mark.parametrize("name", FORMATS)
def test_10_a_message_says_where_it_stands_where_to_look_and_which_terms_are_in_it(
    sample: Path, settings: object, name: str
) -> None:
    settings.PUBLIC_URL = "https://example.org"  # type: ignore[attr-defined]
    page = page_in(exported(name), f"about.{'po' if name == 'po' else 'xlf'}")
    assert (page.page, page.language) == ("about", "ar")
    heading = next(message for message in page.messages if message.source == "A list")
    assert heading.context == "sections.list.heading"
    assert heading.notes[:3] == [
        "Sections › A list › Heading",
        "https://example.org/ar/about/#list",
        "https://example.org/en/about/#list",
    ]
    title = next(message for message in page.messages if message.context == "title")
    assert "At most 255 characters." in title.notes
    module = page_in(exported(name), f"skills/listening.{'po' if name == 'po' else 'xlf'}")
    assert any(note.startswith("Glossary: ") for message in module.messages for note in message.notes)


def test_10_the_report_comes_first_and_says_what_becomes_of_each_text(sample: Path, layla: User) -> None:
    StringTranslation.objects.filter(translation_of__data__startswith="two with", locale__language_code="ar").delete()
    files = exported()
    files = edited(files, "po", changed("A list", "قائمة"))
    files = edited(files, "po", changed("two with", "اثنان **قوي**", fuzzy=True))
    files = edited(files, "po", changed("First **strong**", "ع First **strong and *soft* words, 2 \\* 3 \\[sic]"))
    before = stored()
    plan = planned(files, layla)
    assert stored() == before
    assert [entry.target for entry in entries(plan, "changed")] == ["قائمة"]
    assert [entry.target for entry in entries(plan, "new")] == ["اثنان **قوي**"]
    [faulty] = entries(plan, "faulty")
    assert "Bold text" in faulty.words
    assert files["about.po"].decode().splitlines()[faulty.line - 1 :][0].startswith("#. Sections")
    assert plan.accepted == 2


def test_10_readers_see_nothing_of_it_and_nothing_is_submitted(sample: Path, layla: User) -> None:
    before = str(target().sections)
    imported(edited(exported(), "po", changed("A list", "قائمة")), layla)
    assert target().live
    assert str(target().sections) == before
    assert not WorkflowState.objects.exists()
    row = StringTranslation.objects.get(data="قائمة")
    assert (row.last_translated_by, row.tool_name) == (layla, "file")
    entry = PageLogEntry.objects.get(action=ACTION)
    assert (entry.page_id, entry.user_id, entry.data["texts"]) == (target().pk, layla.pk, 1)


def test_10_a_text_that_was_changed_at_the_desk_since_is_a_conflict_that_a_person_decides(
    sample: Path, layla: User
) -> None:
    files = edited(exported(), "po", changed("A list", "قائمة"))
    translate("A list", "فهرس", layla)
    plan = planned(files, layla)
    [conflict] = entries(plan, "conflict")
    assert (conflict.target, conflict.stored) == ("قائمة", "فهرس")
    assert imported(files, layla).texts == 0
    assert imported(files, layla, with_conflicts=True).texts == 1
    assert StringTranslation.objects.filter(data="قائمة").exists()


def test_10_what_the_desk_alone_has_changed_since_stays(sample: Path, layla: User) -> None:
    files = edited(exported(), "po", changed("A list", "قائمة"))
    translate("What this is.", "ما هو", layla)
    assert imported(files, layla).texts == 1
    assert StringTranslation.objects.filter(data="ما هو").exists()


def test_10_a_file_that_lost_its_notes_is_told_from_newer_work_by_its_time(sample: Path, layla: User) -> None:
    def without_notes(text: str) -> str:
        return "\n".join(line for line in text.splitlines() if not line.startswith("#.")) + "\n"

    files = edited(exported(), "po", changed("A list", "قائمة"))
    files = edited(files, "po", changed("What this is.", "هذا الموقع"))
    bare = {name: without_notes(data.decode()) for name, data in files.items() if name.endswith(".po")}
    late = {name: data.replace("X-Perennial-Exported: 20", "X-Perennial-Exported: 30") for name, data in bare.items()}
    early = {name: data.replace("X-Perennial-Exported: 20", "X-Perennial-Exported: 19") for name, data in bare.items()}
    assert planned(late, layla).accepted == 2
    assert planned(early, layla).conflicts == 2


@pytest.mark.parametrize("name", FORMATS)
def test_10_where_the_english_changed_since_the_translation_is_offered_to_be_reviewed(
    sample: Path, layla: User, name: str
) -> None:
    files = edited(exported(name), name, changed("First **strong**", "أول **قوي** و *لين* 2 \\* 3 \\[sic] a\\_b"))
    edit_source("First", "Very first")
    plan = planned(files, layla)
    [near] = entries(plan, "near")
    assert "Very first" in near.words
    imported(files, layla)
    review = Review.objects.get()
    assert (review.reason, review.translation.data[:3]) == ("source", "أول")
    assert review.previous.startswith("First **strong**")


def test_10_a_text_that_was_translated_anew_for_the_new_english_stays(sample: Path, layla: User) -> None:
    files = edited(exported(), "po", changed("First **strong**", "أول **قوي** و *لين* 2 \\* 3 \\[sic] a\\_b"))
    edit_source("First", "Very first")
    translate("Very first", "أولا **قوي** و *لين* 2 \\* 3 \\[sic] a\\_b", layla)
    plan = planned(files, layla)
    assert len(entries(plan, "outdated")) == 1
    assert plan.accepted == 0


def test_10_a_text_that_only_moved_keeps_what_the_file_says_of_it(sample: Path, layla: User) -> None:
    def moved(message: object) -> object:
        if getattr(message, "source", "") == "A list":
            return replace(message, context="sections.elsewhere.heading", target="قائمة")  # type: ignore[type-var]
        return message

    plan = planned(edited(exported(), "po", moved), layla)  # type: ignore[arg-type]
    assert [entry.target for entry in entries(plan, "changed")] == ["قائمة"]


def test_10_a_mark_that_the_translator_took_off_is_gone(sample: Path, layla: User) -> None:
    translate("A list", "قائمة", review=Review(reason=Review.Reason.SOURCE, previous="The list"))
    files = edited(exported(), "po", changed("A list", "قائمة", fuzzy=False, previous=""))
    assert imported(files, layla).texts == 1
    assert not Review.objects.exists()
