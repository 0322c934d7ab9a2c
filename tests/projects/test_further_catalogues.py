"""Interface strings of languages that only further projects use: some or all, but none wrong."""

from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from cms.settings.common import FURTHER_LANGUAGES
from cms.settings.environment import BASE_DIR
from tests.test_messages import PLACEHOLDER

CODES = [code for code, _name in FURTHER_LANGUAGES]


@pytest.mark.parametrize("code", CODES)
def test_what_is_translated_keeps_its_placeholders(code: str) -> None:
    path = BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po"
    if not path.is_file():
        pytest.skip("nobody has begun")
    catalogue = polib.pofile(str(path))
    assert catalogue.metadata["Language"] == code
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    for entry in catalogue.translated_entries():
        known = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(PLACEHOLDER.findall(text)) <= known, entry.msgid


def test_the_catalogue_of_a_further_language_has_what_its_site_shows(tmp_path: Path) -> None:
    model = tmp_path / "fi" / "LC_MESSAGES"
    model.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "fi"}
    for text in ("Apply for this badge", "Export now", "Suggest a practice", "Your badge: {badge}"):
        catalogue.append(polib.POEntry(msgid=text, msgstr="x"))
    catalogue.save(str(model / "django.po"))
    path = tmp_path / "lt" / "LC_MESSAGES" / "django.po"
    call_command("site_messages", "lt", project="", locale_dir=tmp_path, verbosity=0)
    found = polib.pofile(str(path))
    assert found.metadata["Language"] == "lt"
    assert "Apply for this badge" in {entry.msgid for entry in found}
    assert "Export now" not in {entry.msgid for entry in found}
    found[0].msgstr = "done"
    found.save()
    call_command("site_messages", "lt", project="", locale_dir=tmp_path, verbosity=0)
    assert polib.pofile(str(path))[0].msgstr == "done"


def test_a_language_of_the_first_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="“fi” is none of FURTHER_LANGUAGES"):
        call_command("site_messages", "fi", locale_dir=tmp_path)
