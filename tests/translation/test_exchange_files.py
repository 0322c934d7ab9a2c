"""The files of the exchange: what other tools make of them, and what they do to them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.translation.exchange import formats, xliff
from cms.translation.exchange.archive import ArchiveError
from cms.translation.exchange.page_file import FileError, FileMessage, PageFile
from cms.translation.exchange.reading import read_files
from tests.translation.exchanging import FORMATS, edited, entries, exported, packed, planned, toolkit

# What a text may hold: no control characters beside the line end, which XML and .po files cannot hold as they are.
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n"))


def page(*messages: FileMessage) -> PageFile:
    time = datetime(2026, 11, 5, 10, tzinfo=UTC)
    return PageFile("skills/listening", "5d0f3c0a-94f1-5c0e-8f6c-6a5b8b9f5a10", "ar", time, (), list(messages))


def said(message: FileMessage) -> tuple[object, ...]:
    return (message.context, message.source, message.target, message.fuzzy, message.previous, message.state)


@pytest.mark.parametrize("name", FORMATS)
@given(source=WORDS, target=WORDS, previous=WORDS)
def test_what_is_written_is_read(name: str, source: str, target: str, previous: str) -> None:
    message = FileMessage(
        "a.b", source or "x", target, fuzzy=bool(target), previous=previous if target else "", state="0f"
    )
    chosen = formats.FORMATS[name]
    [read] = formats.read(f"x{chosen.ending}", chosen.write(page(message)))
    assert [said(found) for found in read.messages] == [said(message)]
    assert (read.page, read.key, read.language, read.exported) == (
        "skills/listening",
        "5d0f3c0a-94f1-5c0e-8f6c-6a5b8b9f5a10",
        "ar",
        datetime(2026, 11, 5, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize("name", FORMATS)
def test_translate_toolkit_reads_what_we_write(sample: Path, tmp_path: Path, name: str) -> None:
    files = exported(name)
    file = next(file for file in files if file.startswith("about."))
    [ours] = formats.read(file, files[file])
    (tmp_path / file).write_bytes(files[file])
    theirs = toolkit("read", str(tmp_path / file))[file]
    assert [(unit["source"], unit["target"]) for unit in theirs] == [(m.source, m.target) for m in ours.messages]
    assert not any(unit["fuzzy"] for unit in theirs)
    if name != "xliff-2.0":  # where it looks for notes in segments, and the standard has them in units
        pairs = zip(theirs, ours.messages, strict=True)
        assert all(unit["notes"].startswith(message.notes[0]) for unit, message in pairs)


@pytest.mark.parametrize("name", FORMATS)
def test_translate_toolkit_sees_which_texts_are_to_be_reviewed(tmp_path: Path, name: str) -> None:
    messages = (
        FileMessage("a", "One", "Uno", approved=True),
        FileMessage("b", "Two", "Dos", fuzzy=True, previous="Too"),
        FileMessage("c", "Three"),
    )
    chosen = formats.FORMATS[name]
    path = tmp_path / f"x{chosen.ending}"
    path.write_bytes(chosen.write(page(*messages)))
    assert [unit["fuzzy"] for unit in toolkit("read", str(path))[path.name]] == [False, True, False]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_lost_where_translate_toolkit_saves_a_file(sample: Path, tmp_path: Path, name: str) -> None:
    files = exported(name)
    back = through_toolkit(files, tmp_path, "save")
    plan = planned(back)
    assert {entry.outcome for file in plan.files for entry in file.entries} == {"same"}
    for file in back:
        assert [said(m) for m in formats.read(file, back[file])[0].messages] == [
            said(m) for m in formats.read(file, files[file])[0].messages
        ]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_translated_in_translate_toolkit_is_accepted(sample: Path, tmp_path: Path, name: str) -> None:
    files = edited(exported(name), name, lambda m: replace(m, target="", state="") if len(m.source) < 20 else m)
    plan = planned(through_toolkit(files, tmp_path, "fill", "ق"))
    filled = entries(plan, "changed")
    assert filled
    assert all(entry.target == f"ق {entry.source}" for entry in filled)
    assert not any(entry.change.reason for entry in filled if entry.change)


def through_toolkit(files: dict[str, bytes], folder: Path, *action: str) -> dict[str, bytes]:
    """Return the files as translate-toolkit saves them."""
    paths = {}
    for number, (file, data) in enumerate(files.items()):
        if formats.can_read(file):
            paths[file] = folder / f"{number}{Path(file).suffix}"
            paths[file].write_bytes(data)
    toolkit(*action, *map(str, paths.values()))
    return {file: path.read_bytes() for file, path in paths.items()}


def test_what_poedit_writes_into_xliff_is_understood() -> None:
    first, second = FileMessage("a", "One"), FileMessage("b", "Two", "Dos")
    one = xliff.write_1(page(first, second)).decode()
    one = one.replace("<source>One</source>", '<source>One</source><target state="needs-l10n">Uno</target>')
    one = one.replace('<target state="translated">Dos', '<target state="translated">Doss')
    [read] = xliff.read(one.encode())
    assert [(m.target, m.fuzzy) for m in read.messages] == [("Uno", True), ("Doss", False)]
    two = xliff.write_2(page(first, second)).decode()
    two = two.replace("<source>One</source>", "<source>One</source><target>Uno</target>")
    two = two.replace('<segment state="translated">', '<segment state="translated" subState="poedit:fuzzy">')
    [read] = xliff.read(two.encode())
    assert [(m.target, m.fuzzy) for m in read.messages] == [("Uno", False), ("Dos", True)]


def test_marks_and_segments_of_tools_do_not_matter() -> None:
    one = xliff.write_1(page(FileMessage("a", "One. Two.", "Uno. Dos."))).decode()
    one = one.replace("Uno. Dos.", '<mrk mtype="seg" mid="0">Uno.</mrk> <mrk mtype="seg" mid="1">Dos.</mrk><!-- x -->')
    assert xliff.read(one.encode())[0].messages[0].target == "Uno. Dos."
    two = xliff.write_2(page(FileMessage("a", "One. Two.", "Uno. Dos."))).decode()
    cut = (
        "<segment><source>One.</source><target>Uno.</target></segment><ignorable><source> </source></ignorable>"
        "<segment><source>Two.</source>%s</segment>"
    )
    whole, half = (
        re.sub(r"<segment.*</segment>", cut % last, two, flags=re.DOTALL) for last in ("<target>Dos.</target>", "")
    )
    [message] = xliff.read(whole.encode())[0].messages
    assert (message.source, message.target, message.fault) == ("One. Two.", "Uno. Dos.", "")
    [message] = xliff.read(half.encode())[0].messages
    assert message.fault == "only a part of the text is translated."


@pytest.mark.parametrize("write", [xliff.write_1, xliff.write_2])
def test_formatting_that_a_tool_put_in_as_elements_is_reported_with_its_line(write: object) -> None:
    text = write(page(FileMessage("a", "One", "Uno"))).decode().replace("Uno", '<g id="1">Uno</g>')  # type: ignore[operator]
    [message] = xliff.read(text.encode())[0].messages
    assert "<g>" in message.fault
    assert "<g id" in text.splitlines()[message.line - 1]


def test_control_characters_do_not_keep_a_text_from_coming_back(sample: Path) -> None:
    [read] = xliff.read(xliff.write_1(page(FileMessage("a", "One\x0bTwo", "Uno\x0bDos"))))
    [message] = read.messages
    assert (message.source, message.target) == ("OneTwo", "UnoDos")
    assert message.given_id == FileMessage("a", "One\x0bTwo").id


BILLION = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content", "line", "words"),
    [
        ("a.po", b'msgid "a"\nmsgstr "b\n', 2, "quotation mark"),
        ("a.po", b'msgid "a"\nmsgstr "b"\nhello\n', 3, "neither msgctxt"),
        ("a.po", b"/etc/hostname", 1, "neither msgctxt"),
        ("a.po", 'msgid "a"\nmsgstr "ä"\n'.encode("latin-1"), 0, "UTF-8"),
        ("a.po", b"\x00\x01\x02", 1, "neither msgctxt"),
        ("a.xlf", b"<xliff version='1.2'>\n<file>\n</xliff>", 3, "not XML"),
        ("a.xlf", b"", 1, "not XML"),
        ("a.xlf", b"<html/>", 1, "not XLIFF"),
        ("a.xlf", b"<xliff version='3.0'/>", 1, "version"),
        ("a.xlf", f"<?xml version='1.0'?>{BILLION}<xliff version='1.2'>&b;</xliff>".encode(), 1, "DOCTYPE"),
        ("a.xlf", b"<!DOCTYPE x SYSTEM 'file:///etc/hostname'><xliff version='2.0'/>", 1, "DOCTYPE"),
        ("a.xlf", b"<xliff version='1.2'>&gone;</xliff>", 1, "not XML"),
        ("a.xlf", b"<x>" * 300, 1, "not XML"),
        ("a.txt", b"hello", 0, "neither of these"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(name: str, content: bytes, line: int, words: str) -> None:
    with pytest.raises(FileError, match=words) as caught:
        formats.read(name, content)
    assert caught.value.line == line


def test_a_zip_whose_directory_lies_is_refused_in_words() -> None:
    whole = packed({"about.po": 'msgid "a"\nmsgstr "b"\n'})
    # Where the directory says that it begins (APPNOTE 4.3.16): later than it does.
    place = whole.rindex(b"PK\x05\x06") + 16
    later = (int.from_bytes(whole[place : place + 4], "little") + 264).to_bytes(4, "little")
    with pytest.raises(ArchiveError, match="or it is damaged"):
        read_files("back.zip", whole[:place] + later + whole[place + 4 :])
