"""The words of the content files, so that tests name none that a translator may change."""

from functools import cache
from pathlib import Path

import polib
import yaml
from django.conf import settings


@cache
def words(language: str, folder: str) -> dict[str, str]:
    """Return the texts of a page of content/ by their context; in the source language only the plain ones."""
    if language == settings.LANGUAGE_CODE:
        [source] = (Path(settings.CONTENT_DIR) / folder).glob("*.yaml")
        data = yaml.safe_load(source.read_text("utf-8"))
        return {key: value for key, value in data.items() if isinstance(value, str)}
    file = polib.pofile(str(Path(settings.CONTENT_DIR) / folder / f"{language}.po"))
    translated = {entry.msgctxt or "": entry.msgstr for entry in file.translated_entries() if not entry.obsolete}
    assert translated, f"{folder} is not translated into {language}"
    return translated
