"""The matrix of pages by languages agrees with what an editor sees."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail_localize.models import StringTranslation, Translation

from cms.translation.status import translation_matrix


def test_a_full_translation_is_published(sample: Path) -> None:
    matrix = translation_matrix()
    assert len(matrix) == 13
    assert {status.state for status in matrix} == {"published"}
    assert {status.percent for status in matrix} == {100}


def test_a_missing_text_shows_as_progress_and_agrees_with_wagtail_localize(sample: Path) -> None:
    StringTranslation.objects.filter(data="ع A list").delete()
    status = next(status for status in translation_matrix() if status.path == "about")
    translation = Translation.objects.get(
        source__object_id=StringTranslation.objects.get(data="ع About").context.object_id
    )
    assert (status.total, status.translated) == translation.get_progress()
    assert status.state == "outdated"
    assert (status.words_left, status.live) == (2, True)


def test_every_format_has_a_row_a_page(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("translation_status", format="csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[1]["page"] == "skills"
    assert rows[1]["percent"] == "100"
    call_command("translation_status", format="json")
    assert len(json.loads(capsys.readouterr().out)) == len(rows) == 13
    call_command("translation_status")
    assert "skills/listening" in capsys.readouterr().out
