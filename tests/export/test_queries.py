"""An export asks the database a constant number of times, and no template ever does."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.export.export import export_site
from cms.export.plan import Options
from cms.export.render.guard import QueryWhileRenderingError

BASE = "https://site.example"


def queries_of_an_export(output: Path) -> int:
    with CaptureQueriesContext(connection) as queries:
        call_command("export_site", output=output, base_url=BASE)
    return len(queries)


def test_more_pages_are_no_more_queries(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> None:
    queries_of_an_export(tmp_path / "renditions")
    before = queries_of_an_export(tmp_path / "before")
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    for number in range(5):
        page.copy(update_attrs={"slug": f"more-{number}"}, keep_live=True)
    assert queries_of_an_export(tmp_path / "after") == before
    assert (tmp_path / "after" / "en" / "more-4" / "index.html").is_file()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_template_that_queries_is_named(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path, settings: object, workers: int
) -> None:
    templates = tmp_path / "templates" / "pages"
    templates.mkdir(parents=True)
    engine = {**settings.TEMPLATES[0]}  # type: ignore[attr-defined]
    engine["DIRS"] = [tmp_path / "templates", *engine["DIRS"]]
    settings.TEMPLATES = [engine]  # type: ignore[attr-defined]
    settings.EXPORT_WORKERS = workers  # type: ignore[attr-defined]
    engine["OPTIONS"] = {**engine["OPTIONS"], "builtins": ["tests.export.query_tag"]}
    # One page a language has this template, so it is that page which is named, whichever worker is first.
    (templates / "glossary.html").write_text("<!doctype html>\n{% count_pages %}")
    page = r"(en|ar)/glossary/index\.html"
    message = rf"pages/glossary\.html, line 2 \(count_pages\), queries the database while {page} is made"
    with pytest.raises(QueryWhileRenderingError, match=message):
        export_site(tmp_path / "dist", Options(BASE))
