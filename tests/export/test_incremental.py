"""What is exported after edits is byte for byte what a full export gives; only what changed is written."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.test.utils import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import Locale, Page

from cms.export.export import CheckFailedError, export_site
from cms.export.files import MissingFileError
from cms.export.plan import Options
from cms.learning.models import GlossaryPage, LearningPage, ProjectSettings
from tests.sample_site import LANGUAGES

BASE = "https://site.example"
FINNISH = ("fi", "Suomi")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return which file stands under each name, and since when."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def outcome(output: Path) -> str:
    """Export; return what is wrong with the site, "" where it was switched."""
    try:
        export_site(output, Options(BASE))
    except (CheckFailedError, MissingFileError) as error:
        return str(error)
    return ""


def pages(**wanted: Any) -> list[LearningPage]:
    found = Page.objects.filter(depth__gt=1).filter(**wanted).order_by("path").specific()
    return [page for page in found if isinstance(page, LearningPage)]


def one_of(number: int, **wanted: Any) -> Any:
    found = pages(**wanted)
    return found[number % len(found)] if found else None


def publish(page: LearningPage) -> None:
    page.save_revision().publish()


def retitle(number: int) -> None:
    page = one_of(number)
    page.title = f"Title {number}"
    publish(page)


def summarise(number: int) -> None:
    page = one_of(number)
    page.summary = f"Summary <{number}> & more"
    publish(page)


def unpublish(number: int) -> None:
    one_of(number, depth__gt=2).unpublish()


def publish_again(number: int) -> None:
    if page := one_of(number, live=False):
        publish(page)


def change_slug(number: int) -> None:
    page = one_of(number, depth__gt=2)
    page.slug = f"slug-{number}"
    publish(page)


def move(number: int) -> None:
    page = one_of(number, depth__gt=2)
    above = one_of(number // 7, locale=page.locale)
    if page.can_move_to(above):
        page.move(above, pos="last-child")
    else:
        # Another order below the same page.
        page.move(page.get_parent(), pos="first-child")


def delete(number: int) -> None:
    one_of(number, depth__gt=2).delete()


def copy(number: int) -> None:
    page = one_of(number, depth__gt=2, numchild=0)
    page.copy(update_attrs={"slug": f"copy-{number}-{Page.objects.count()}"}, keep_live=True)


def add_locale(number: int) -> None:
    locale, is_new = Locale.objects.get_or_create(language_code="fi")
    if is_new:
        for page in pages(locale__language_code="en", depth__lt=4)[: 1 + number % 4]:
            if page.depth == 2 or page.get_parent().has_translation(locale):
                publish(page.copy_for_translation(locale))


def replace_image(number: int) -> None:
    content = BytesIO()
    Pillow.new("RGB", (200 + number % 600, 100), "#0a6a64").save(content, "PNG")
    image = Image.objects.first()
    assert image is not None
    image.renditions.all().delete()
    image.file = ContentFile(content.getvalue(), f"picture-{number}.png")
    image.width, image.height = 200 + number % 600, 100
    image.save()


def change_term(number: int) -> None:
    page = (
        GlossaryPage.objects.order_by("path")[number % GlossaryPage.objects.count()]
        if GlossaryPage.objects.exists()
        else None
    )
    if page and page.terms:
        page.terms[0].value["term"] = f"Term {number}"
        publish(page)


def change_settings(number: int) -> None:
    project = ProjectSettings.objects.get()
    project.facts = {**project.facts, "name": f"Project {number}", "contact": ""}
    project.menus = {
        **project.menus,
        "header": sorted(project.menus["header"], key=lambda path: f"{number}{path}"[::-1]),
    }
    project.save()


EDITS: list[Callable[[int], None]] = [
    *(retitle, summarise, unpublish, publish_again, change_slug, move, delete, copy),
    *(add_locale, replace_image, change_term, change_settings),
]


@pytest.fixture
def three_languages() -> Iterator[None]:
    """Finnish may be added to the sample's languages."""
    languages = [*LANGUAGES, FINNISH]
    with override_settings(LANGUAGES=languages, WAGTAIL_CONTENT_LANGUAGES=languages):
        yield


@pytest.mark.slow
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 999)), min_size=1, max_size=5))
def test_any_edits_give_what_a_full_export_gives(
    offline_page: None,
    sample: Path,
    signing_key: Path,
    three_languages: None,
    tmp_path: Path,
    edits: list[tuple[Callable[[int], None], int]],
) -> None:
    # Each example goes on from the site that the last one left, and the database begins anew.
    with transaction.atomic():
        export_site(tmp_path / "dist", Options(BASE))
        for edit, number in edits:
            # An editor is told so where another page has the slug, or the page may not stand there.
            with suppress(ValidationError), transaction.atomic():
                edit(number)
            found = outcome(tmp_path / "dist")
        assert outcome(tmp_path / "full") == found
        if not found:
            assert tree(tmp_path / "dist") == tree(tmp_path / "full")
        shutil.rmtree(tmp_path / "full", ignore_errors=True)
        transaction.set_rollback(True)


@pytest.fixture
def site(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    export_site(tmp_path / "dist", Options(BASE))
    return tmp_path / "dist"


def changed_by(site: Path, edit: Callable[[], None]) -> set[str]:
    """Return the files that an edit and an export replace, their variants left out."""
    before = stamps(site)
    edit()
    export_site(site, Options(BASE))
    after = stamps(site)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return {path for path in changed if not path.endswith((".gz", ".br"))}


def test_nothing_changed_nothing_written(site: Path) -> None:
    before = site.stat().st_ino
    assert changed_by(site, lambda: None) == set()
    assert site.stat().st_ino == before


def test_a_title_changes_what_shows_it_and_nothing_else(site: Path) -> None:
    def edit() -> None:
        page = one_of(0, slug="privacy", locale__language_code="en")
        page.title = "What we do not keep"
        publish(page)

    changed = changed_by(site, edit)
    showing = {path for path, content in tree(site).items() if b"What we do not keep" in content}
    assert changed - {"SHA256SUMS"} == {path for path in showing if not path.endswith((".gz", ".br"))}
    assert "en/privacy/index.html" in changed
    assert "ar/privacy/index.html" not in changed


def test_a_title_in_the_menu_changes_the_pages_of_its_language(site: Path) -> None:
    def edit() -> None:
        page = one_of(0, slug="about", locale__language_code="ar")
        page.title = page.menu_title = "About, in other words"
        publish(page)

    changed = {path for path in changed_by(site, edit) if path.endswith(".html")}
    assert changed == {path for path in tree(site) if path.startswith("ar/") and path.endswith(".html")}


def test_an_image_s_other_file_changes_the_pages_that_show_it(site: Path) -> None:
    changed = {path for path in changed_by(site, lambda: replace_image(7)) if not path.startswith("media/")}
    assert {f"{code}/skills/listening/index.html" for code in ("en", "ar")} <= changed
    assert not {path for path in changed if path.endswith("about/index.html")}


def test_a_damaged_site_is_made_whole_again(site: Path) -> None:
    whole = tree(site)
    (site / "en" / "about" / "index.html").write_text("damaged")
    (site / "ar" / "index.html").unlink()
    export_site(site, Options(BASE))
    assert tree(site) == whole


def test_a_name_that_became_private_stops_the_export_of_files_that_did_not_change(site: Path, admin_user: Any) -> None:
    page = one_of(0, slug="about", locale__language_code="en")
    page.summary = "Written with Zora Neale"
    publish(page)
    assert outcome(site) == ""
    admin_user.first_name, admin_user.last_name = "Zora", "Neale"
    admin_user.save()
    assert "Zora Neale" in outcome(site)
