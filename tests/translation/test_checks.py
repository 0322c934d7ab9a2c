"""What the checks find in a translation, what the memory offers, and what a machine may do."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from wagtail.models import Page

from cms.content.models import Review
from cms.translation.approval import NotReadyError, submit
from cms.translation.checks import check_text, terms_of
from cms.translation.machine import translate_missing
from cms.translation.memory import fill_identical, suggest
from cms.translation.texts import DeskPage, TextError, read_desk_page, save_text


def codes(source: str, target: str, language: str = "fi", **options: object) -> set[str]:
    return {finding.code for finding in check_text(source, target, language, **{"rich": True, **options})}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "target", "language", "found"),
    [
        ("Ask first.", "Kysy ensin.", "fi", set()),
        ("Ask first.", " ", "fi", {"missing"}),
        ("Ask **first**.", "Kysy ensin.", "fi", {"markup"}),
        ("Ask *first*.", "Kysy ensin.", "fi", {"italics"}),
        ("See [help](page:help).", "Katso ohjeet.", "fi", {"links"}),
        ("See [help](page:help).", "Katso [ohjeet](page:ohje).", "fi", {"links"}),
        ("{name} has 3 of 12.", "Hänellä on 3.", "fi", {"placeholders", "numbers"}),
        ("It took 1,000 days.", "Siihen meni 1 000 päivää.", "fi", set()),
        ("“Yes,” she said.", "“Kyllä”, hän sanoi.", "fi", {"quotes"}),
        ("“Yes,” she said.", "”Kyllä”, hän sanoi.", "fi", set()),
        ("“Yes,” she said.", "„Tak – powiedziała.", "pl", {"quotes"}),
        ("And yes.", "Şi da.", "ro", {"quotes"}),
        ("Ask first.", "Kysy  ensin.", "fi", {"spaces"}),
        ("Ask first.", "Ask first.", "fi", {"untranslated"}),
        ("Aino", "Aino", "fi", set()),
        ("A long sentence that says a good many things about listening well.", "Kuuntele.", "fi", {"length"}),
    ],
)
def test_a_fault_is_found_and_nothing_else(source: str, target: str, language: str, found: set[str]) -> None:
    assert codes(source, target, language) == found


def test_a_term_that_is_not_the_listed_one_is_flagged_in_any_of_its_forms() -> None:
    terms = {"evidence": "näyttö"}
    assert codes("Send your evidence.", "Lähetä näytöt.", terms=terms) == set()
    assert codes("Send your evidence.", "Lähetä todisteet.", terms=terms) == {"terms"}
    assert codes("It is evident.", "Se on selvää.", terms=terms) == set()


def test_the_glossary_says_which_terms(sample: Path) -> None:
    assert terms_of("ar") == {"echo": "ع echo"}


def page() -> DeskPage:
    return read_desk_page(Page.objects.get(slug="about", locale__language_code="ar").specific)


@pytest.fixture
def layla(db: None) -> User:
    return User.objects.create_superuser("layla")


def add_paragraph(words: str) -> None:
    source = Page.objects.get(slug="about", locale__language_code="en").specific
    raw = source.sections.get_prep_value()
    raw[0]["value"]["body"] += f"<p>{words}</p>"
    source.sections = raw
    source.save_revision().publish()


def test_11_identical_and_similar_texts_are_offered_with_their_origin(sample: Path) -> None:
    [same, *_] = suggest("Watch the time.", "ar")
    assert (same.target, same.origin, same.similarity) == ("ع Watch the time.", "ع Listening", 1)
    [near, *_] = suggest("Watch the time!", "ar")
    assert near.target == "ع Watch the time."
    assert 0.7 < near.similarity < 1
    assert suggest("Wholly unlike all else.", "ar") == []


def test_11_identical_texts_are_filled_at_once(sample: Path, layla: User) -> None:
    add_paragraph("Watch the time.")
    desk = page()
    assert [text.state for text in desk.texts].count("missing") == 1
    assert fill_identical(desk, layla) == 1
    assert "ع Watch the time." in {text.target for text in page().texts}


def test_a_machine_s_text_is_marked_and_does_not_go_live_unread(sample: Path, layla: User, settings: object) -> None:
    add_paragraph("Watch the time!")
    with pytest.raises(TextError, match="No machine translation"):
        translate_missing(page(), layla)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {  # type: ignore[attr-defined]
        "CLASS": "cms.translation.machine.MemoryTranslator"
    }
    assert translate_missing(page(), layla) == 1
    assert Review.objects.get().reason == Review.Reason.MACHINE
    with pytest.raises(NotReadyError, match="1 text is marked for another look"):
        submit(page(), layla)


def test_a_blocking_fault_stops_the_submission_and_names_the_text(sample: Path, layla: User) -> None:
    desk = page()
    text = next(text for text in desk.texts if "**strong**" in text.text.message.source)
    save_text(desk, text, "كلمات", layla)
    with pytest.raises(NotReadyError, match=r"sections\.list\.body: Bold text"):
        submit(page(), layla)
