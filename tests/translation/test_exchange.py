"""Bad input to the exchange: files that do not belong here, and archives that nobody makes in good faith."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page

from cms.translation.exchange import archive
from cms.translation.exchange.archive import ArchiveError
from tests.translation.exchanging import changed, edited, entries, exported, packed, planned, refusals


@pytest.fixture
def work(sample: Path) -> dict[str, bytes]:
    """The files of the language with one text changed."""
    return edited(exported(), "po", changed("A list", "قائمة"))


# Files that do not belong here.


def test_files_in_another_language_are_refused(work: dict[str, bytes]) -> None:
    wrong = {name: data.replace(b'"Language: ar\\n"', b'"Language: fi\\n"') for name, data in work.items()}
    assert set(refusals(wrong).values()) == {"The file is in “fi”, not in “ar”."}
    assert planned(wrong).accepted == 0


def test_a_country_beside_the_language_is_as_good(work: dict[str, bytes]) -> None:
    egyptian = {name: data.replace(b'"Language: ar\\n"', b'"Language: ar_EG\\n"') for name, data in work.items()}
    assert planned(egyptian).accepted == 1


def test_a_file_without_a_language_is_refused(work: dict[str, bytes]) -> None:
    assert refusals({"about.po": work["about.po"].replace(b'"Language: ar\\n"\n', b"")}) == {
        "about.po": "The file does not say its language."
    }


def test_a_broken_file_is_refused_and_the_others_are_not(work: dict[str, bytes]) -> None:
    work["home.po"] += b'msgid "x\n'
    plan = planned(work)
    [refused] = plan.refused
    assert (refused.name, refused.line) == ("home.po", work["home.po"].count(b"\n"))
    assert plan.accepted == 1


def test_a_file_for_a_deleted_page_is_refused(work: dict[str, bytes]) -> None:
    Page.objects.get(slug="about", locale__language_code="en").delete()
    assert refusals(work) == {"about.po": "There is no such page, or it was deleted."}


def test_a_file_for_a_page_that_moved_finds_it(work: dict[str, bytes]) -> None:
    source = Page.objects.get(slug="about", locale__language_code="en").specific
    source.slug = "about-us"
    source.save()
    assert planned(work).accepted == 1


def test_a_message_that_is_there_no_longer_is_reported_with_its_line(work: dict[str, bytes]) -> None:
    gone = work["about.po"].replace(b'msgid "A list"', b'msgid "Something wholly different stood here once"')
    plan = planned({"about.po": gone})
    [unknown] = entries(plan, "unknown")
    assert unknown.context == "sections.list.heading"
    assert unknown.line > 0
    assert plan.accepted == 0


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("ع First **strong and *soft* words, 2 \\* 3 \\[sic] and a\\_b.", "Bold text"),
        ("ع First **strong** [x](https://example.org) and *soft* words, 2 \\* 3", "no such link"),
        ("ع First **strong** and *soft* {name} words, 2 \\* 3", "places for values"),
    ],
)
def test_markup_that_does_not_fit_is_reported_with_its_line(work: dict[str, bytes], words: str, fault: str) -> None:
    plan = planned(edited(work, "po", changed("First **strong**", words)))
    [faulty] = entries(plan, "faulty")
    assert fault in faulty.words
    assert faulty.line > 0
    assert plan.accepted == 1


def test_a_text_that_is_too_long_for_its_field_is_reported(work: dict[str, bytes]) -> None:
    plan = planned(edited(work, "po", changed("About", "ط" * 256)))
    assert {entry.words for entry in entries(plan, "faulty")} == {"Longer than 255 characters."}


def test_a_text_that_is_twice_in_a_file_is_reported(work: dict[str, bytes]) -> None:
    twice = work["about.po"] + b'\nmsgctxt "sections.list.heading"\nmsgid "A list"\nmsgstr "x"\n'
    assert [entry.words for entry in entries(planned({"about.po": twice}), "faulty")] == [
        "This text is in the file twice."
    ]


def test_two_files_for_one_page_are_not_both_taken(work: dict[str, bytes]) -> None:
    assert refusals({"about.po": work["about.po"], "copy/about.po": work["about.po"]}) == {
        "copy/about.po": "about.po is for the same page."
    }


def test_an_empty_translation_removes_nothing(work: dict[str, bytes]) -> None:
    plan = planned(edited(work, "po", changed("A list", "")))
    assert len(entries(plan, "empty")) == 1
    assert plan.accepted == 0


def test_litter_of_tools_is_passed_over(work: dict[str, bytes]) -> None:
    litter = {"__MACOSX/._about.po": b"x", "about.mo": b"x", ".DS_Store": b"x", "notes.docx": b"x"}
    assert list(refusals({**work, **litter})) == ["notes.docx"]


# Archives that nobody makes in good faith.


def member(name: str = "a.po", size: int = 10, **facts: Any) -> bytes:
    """Return a zip with one file of zeros."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        info = zipfile.ZipInfo(name)
        info.compress_type = facts.get("kind", zipfile.ZIP_DEFLATED)
        made.writestr(info, b"0" * size)
    return content.getvalue()


def lying() -> bytes:
    """Return a zip that says that its file of 4 MB has 100 bytes."""
    content = bytearray(member(size=4 * archive.MEGABYTE))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(signature) + place
        content[start : start + 4] = struct.pack("<I", 100)
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(member())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def many() -> bytes:
    return packed({f"{number}.po": b"" for number in range(archive.MAX_FILES + 1)})


def large() -> bytes:
    # Texts that hardly pack, so that only their number is wrong.
    block = "".join(f"{number:x}" for number in range(archive.MAX_FILE // 5)).encode()[: archive.MAX_FILE]
    return packed({f"{number}.po": block for number in range(archive.MAX_UNPACKED // archive.MAX_FILE + 1)})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"no zip at all", "not a zip"),
        (lambda: member()[:60], "not a zip"),
        (lambda: member("../a.po"), "leads out"),
        (lambda: member("/etc/a.po"), "leads out"),
        (lambda: member("..\\a.po"), "leads out"),
        (lambda: member("C:a.po"), "leads out"),
        (lambda: member(size=archive.MAX_FILE + 1), "larger than 8 MB"),
        (lambda: member(size=archive.MAX_FILE), "packed so tightly"),
        (lambda: member(kind=zipfile.ZIP_LZMA), "unusual way"),
        (lambda: member("a.txt"), "no file with translations"),
        (lambda: packed({}), "no file with translations"),
        (lambda: b"PK" + b"0" * archive.MAX_PACKED, "larger than 16 MB"),
        (lying, "not a zip"),
        (encrypted, "encrypted"),
        (many, "more than 5000 files"),
        (large, "larger than"),
    ],
)
def test_an_archive_made_to_harm_is_refused(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(ArchiveError, match=words):
        archive.check("back.zip", make())


def test_a_single_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ArchiveError, match="larger than 8 MB"):
        archive.check("a.po", b"0" * (archive.MAX_FILE + 1))
