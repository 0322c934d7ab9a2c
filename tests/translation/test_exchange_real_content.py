"""The whole real content in one language, out and back in each format: the same translations are stored."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from cms.translation.exchange import formats
from cms.translation.exchange.export import export
from cms.translation.exchange.page_file import PageFile
from cms.translation.exchange.pending import apply_plan
from cms.translation.exchange.plan import Outcome
from cms.translation.exchange.reading import plan_import, read_files
from tests.translation.exchanging import FORMATS, edited, packed, stored, unpacked

LANGUAGES = [("en", "English"), ("fi", "Suomi")]
# Storing costs four queries a page for its history, and a few for each 500 texts.
QUERIES = 460


def without_other_languages(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name.endswith(".po") and name != "fi.po"}


def facts_of(page: PageFile) -> list[tuple[Any, ...]]:
    """Return what an import makes of a file."""
    return [(*message.key, message.target, message.fuzzy, message.previous, message.state) for message in page.messages]


def pages_of(files: Mapping[str, bytes]) -> list[PageFile]:
    return [page for name, data in files.items() if formats.can_read(name) for page in formats.read(name, data)]


@pytest.mark.slow
def test_the_real_content_comes_back_as_it_was(
    db: None, tmp_path: Path, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    """Through the database once: the other formats hold the same pages, so they would store the same."""
    content = shutil.copytree(settings.CONTENT_DIR, tmp_path / "content", ignore=without_other_languages)
    with override_settings(LANGUAGES=LANGUAGES, WAGTAIL_CONTENT_LANGUAGES=LANGUAGES, MEDIA_ROOT=tmp_path / "media"):
        call_command("load_content", dir=content)
        finnish = Locale.objects.get(language_code="fi")
        before = stored("fi")
        with django_assert_max_num_queries(60):
            result = export(finnish, "po")
        files = unpacked(result.content)
        pages = pages_of(files)
        assert sum(len(page.messages) for page in pages) == result.texts
        for name in FORMATS:
            for page in pages:
                [again] = formats.read(f"page{formats.FORMATS[name].ending}", formats.FORMATS[name].write(page))
                assert (again.page, again.key, again.language) == (page.page, page.key, page.language)
                assert facts_of(again) == facts_of(page), (name, page.page)
        plan = plan_import(finnish, read_files(result.name, result.content))
        assert plan.refused == []
        assert {outcome for outcome, count in plan.counts.items() if count} <= {Outcome.SAME, Outcome.EMPTY}
        StringTranslation.objects.filter(locale=finnish).delete()
        files = edited(files, "po", lambda message: replace(message, state=""))
        with django_assert_max_num_queries(QUERIES):
            plan = plan_import(finnish, read_files("back.zip", packed(files)))
            applied = apply_plan(plan, None, "back.zip")
        assert applied.texts == len(before), [entry for file in plan.files for entry in file.problems]
        assert stored("fi") == before
