"""Faulty files: each gets an answer with file, line and what to do, and nothing changes."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

SKILL = "skills/listening/skill.yaml"
ARABIC = "skills/listening/ar.po"

FAULTS = [
    (
        SKILL,
        "  wait: Wait for an answer.",
        "  wait: One.\n  wait: Two.",
        r"skill\.yaml:10: “wait” is used twice; the first is in line 9",
    ),
    (SKILL, "grouping: pair", "grouping: crowd", r"skill\.yaml:33: activities\.pairs\.grouping: 'crowd' is not one of"),
    (
        SKILL,
        "minutes: 10",
        "minutes: ten",
        r"skill\.yaml:32: activities\.pairs\.minutes: 'ten' is not of type 'integer'",
    ),
    (SKILL, "title: Listening\n", "", r"skill\.yaml:1: the file: 'title' is a required property"),
    (SKILL, "promise:", "promisse: x\npromise:", r"skill\.yaml:1: .*'promisse' was unexpected"),
    (
        SKILL,
        "(term:echo)",
        "(term:eccho)",
        r"theory\.work\.body: link to “term:eccho”: the glossary .* has no such term",
    ),
    (SKILL, "- echo\n", "- eccho\n", r"skill\.yaml:114: terms: the glossary .* has no “eccho”"),
    (SKILL, "file: ear.png", "file: nose.png", r"theory\.work\.image\.file: there is no file nose\.png"),
    (SKILL, "      alt_text: An ear\n", "", r"theory\.work\.image: a picture needs alt_text, or decorative: true"),
    (SKILL, "number: 1", "number: [1", r"skill\.yaml:2: not valid YAML"),
    (
        "pages/about/page.yaml",
        "*soft*",
        "_soft_",
        r"about/page\.yaml:\d+: sections\.list\.body: Markdown .* Write “.*\*soft\*",
    ),
    ("pages/home/page.yaml", "(page:about)", "(page:abuot)", r"link to “page:abuot”: there is no such page"),
    (
        "pages/home/page.yaml",
        "(https://example.org/a?b=1&c=2)",
        "(ftp://example.org)",
        r"home/page\.yaml:\d+: .*write page:…, term:… or",
    ),
    ("menus.yaml", "- skills", "- skils", r"menus\.yaml: header: there is no page “skils”"),
    ("project.yaml", "contact: sample@perennial.example\n", "", r"project\.yaml:1: .*'contact' is a required property"),
    (
        ARABIC,
        'msgid "Listening is work"',
        'msgid "Listening was work"',
        r"ar\.po:\d+: the English text no longer has .*update_translations",
    ),
    (ARABIC, "(term:echo)", "(term:other)", r"ar\.po:\d+: .*the English text has no such link"),
    (ARABIC, 'msgid "Listening is work"', 'garbage "Listening is work"', r"ar\.po:\d+: not a \.po file"),
    (ARABIC, "Language: ar", "Language: fi", r"ar\.po:1: the header says Language: fi"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), FAULTS)
def test_a_fault_is_named_and_nothing_is_loaded(
    content_dir: Path, db: None, two_languages: None, name: str, old: str, new: str, message: str
) -> None:
    path = content_dir / name
    text = path.read_text("utf-8")
    assert old in text
    if name == ARABIC and old.startswith("(term"):
        head, tail = text.split('msgstr "ع One paragraph')
        path.write_text(f'{head}msgstr "ع One paragraph{tail.replace(old, new, 1)}', "utf-8")
    else:
        path.write_text(text.replace(old, new), "utf-8")
    before = Page.objects.count()
    with pytest.raises(CommandError, match=message):
        call_command("load_content", dir=content_dir)
    assert Page.objects.count() == before


def test_all_faults_are_shown_at_once(content_dir: Path, db: None, two_languages: None) -> None:
    for name, old, new, _ in (FAULTS[1], FAULTS[2], FAULTS[14]):
        path = content_dir / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(CommandError, match=r"grouping") as caught:
        call_command("load_content", dir=content_dir)
    assert "nothing was changed" in str(caught.value)


def test_an_unknown_language_is_refused(content_dir: Path, db: None, two_languages: None) -> None:
    (content_dir / "pages/about/xx.po").write_text('msgid ""\nmsgstr ""\n')
    with pytest.raises(CommandError, match=r"about/xx\.po: unknown language “xx”: known are ar"):
        call_command("load_content", dir=content_dir)


def test_a_picture_that_is_none_is_refused(content_dir: Path, db: None, two_languages: None) -> None:
    (content_dir / "skills/listening/ear.png").write_bytes(b"not a picture")
    with pytest.raises(CommandError, match=r"ear\.png is not a picture that can be opened"):
        call_command("load_content", dir=content_dir)


def test_a_file_in_another_encoding_is_refused(content_dir: Path, db: None, two_languages: None) -> None:
    (content_dir / SKILL).write_bytes("title: Młot".encode("iso8859-2"))
    with pytest.raises(CommandError, match=r"skill\.yaml: not UTF-8"):
        call_command("load_content", dir=content_dir)


def test_a_folder_without_content_is_refused(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match=r"no project\.yaml here"):
        call_command("load_content", dir=tmp_path)
