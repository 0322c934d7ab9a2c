"""Interface strings: complete in six languages, and with the same placeholders."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")
ROOT = Path(settings.BASE_DIR)


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def texts_in_use() -> set[str]:
    """Return the literal texts that templates and code hand to gettext (the simple forms; enough to notice gaps)."""
    found: set[str] = set()
    for path in [*(ROOT / "site/templates").rglob("*.html"), *(ROOT / "cms").rglob("*.html")]:
        found.update(re.findall(r"{%\s*trans(?:late)?\s+\"([^\"]+)\"", path.read_text("utf-8")))
    for path in (ROOT / "cms").rglob("*.py"):
        found.update(re.findall(r"\b(?:_|gettext|gettext_lazy)\(\s*\"([^\"\\]+)\"\s*\)", path.read_text("utf-8")))
    return found


def test_no_text_stands_within_a_string() -> None:
    """gettext's tools do not look into f-strings, so such a text would never reach a translator."""
    hidden = [
        f"{path.relative_to(ROOT)}, line {call.lineno}"
        for path in (ROOT / "cms").rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext", "ngettext", "pgettext"}
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_in_use_is_translated(language: str) -> None:
    done = {entry.msgid for entry in catalogue(language).translated_entries()}
    assert texts_in_use() - done == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_over_or_unsure(language: str) -> None:
    messages = catalogue(language)
    assert messages.metadata["Language"] == language
    assert [entry.msgid for entry in [*messages.untranslated_entries(), *messages.fuzzy_entries()]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language: str) -> None:
    for entry in catalogue(language):
        expected = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(PLACEHOLDER.findall(text)) <= expected | set(PLACEHOLDER.findall(entry.msgid)), text
            assert {name for name in expected if name.startswith("%")} <= set(PLACEHOLDER.findall(text)) | {"%d"}, text


def test_all_languages_have_the_same_texts() -> None:
    texts = {language: {(entry.msgctxt, entry.msgid) for entry in catalogue(language)} for language in LANGUAGES}
    assert len({frozenset(found) for found in texts.values()}) == 1
