"""The exported site, compared file by file with what it should be, and the rules it keeps."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.issuance.models import Application
from cms.learning.models import ProjectSettings

GOLDEN = Path(__file__).parent / "golden"
# Made from keys, built elsewhere, or with the date of the load; their content has tests of its own.
NOT_GOLDEN = re.compile(
    r"^(assets/|media/|og/|status/|revocations/|achievements/|contexts/|issuer\.json|\.well-known/|record\.js|SHA256SUMS|\w+/feed\.xml)"
    r"|\.(gz|br)$"
)
BASE = "https://site.example"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def site(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url=BASE)
    return output


def golden_part(site: Path) -> dict[str, bytes]:
    return {path: content for path, content in files(site).items() if not NOT_GOLDEN.search(path)}


def test_the_site_is_the_golden_one(site: Path, request: pytest.FixtureRequest) -> None:
    """`pytest tests/export --update-golden` writes it anew; the change is then reviewed as a diff."""
    made = golden_part(site)
    if request.config.getoption("--update-golden"):
        write_golden(made)
    expected = files(GOLDEN)
    assert sorted(made) == sorted(expected)
    for path, content in made.items():
        assert content.decode() == expected[path].decode(), path


def write_golden(made: Mapping[str, bytes]) -> None:
    for path in GOLDEN.rglob("*"):
        if path.is_file():
            path.unlink()
    for name, content in made.items():
        target = GOLDEN / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def test_the_same_content_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere" / "again"
    call_command("export_site", output=again, base_url=BASE)
    assert files(again) == files(site)


def test_the_right_to_left_language_is_marked_as_such(site: Path) -> None:
    html = (site / "ar/skills/listening/index.html").read_text()
    assert '<html lang="ar" dir="rtl">' in html
    assert "ع Listening is work" in html


def test_pages_name_themselves_and_their_translations(site: Path) -> None:
    html = (site / "ar/about/index.html").read_text()
    assert f'<link rel="canonical" href="{BASE}/ar/about/">' in html
    for code, address in (("en", "en"), ("ar", "ar"), ("x-default", "en")):
        assert f'<link rel="alternate" hreflang="{code}" href="{BASE}/{address}/about/">' in html
    assert re.search(
        r'<a[^>]*href="\.\./\.\./en/about/"[^>]*hreflang="en"|<a[^>]*hreflang="en"[^>]*href="\.\./\.\./en/about/"', html
    )


def test_no_page_asks_another_host_or_sets_a_cookie_or_runs_inline_code(site: Path) -> None:
    for path, content in files(site).items():
        if path.endswith(".html"):
            html = content.decode()
            assert not re.search(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="(?:https?:)?//', html), path
            assert "csrfmiddlewaretoken" not in html, path
            assert not re.search(r"<script(?![^>]*(?:src=|application/(?:ld\+)?json))", html), path
            assert not re.search(r'\sstyle="|\son[a-z]+="', html), path


def test_the_sitemap_lists_every_translated_page_with_its_alternates(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text()
    assert sitemap.count("<loc>") == 2 * 13
    assert f'<xhtml:link rel="alternate" hreflang="ar" href="{BASE}/ar/badges/listening/"/>' in sitemap


def test_an_untranslated_page_is_shown_in_the_source_language_and_says_so(site: Path) -> None:
    page = Page.objects.get(slug="about", locale__language_code="ar")
    page.specific.unpublish()
    output = site.parent / "fallback"
    call_command("export_site", output=output, base_url=BASE)
    html = (output / "ar/about/index.html").read_text()
    assert '<html lang="ar" dir="rtl">' in html
    main = re.search(r"<main[^>]*>", html)
    assert main
    assert 'lang="en"' in main.group()
    assert 'dir="ltr"' in main.group()
    assert 'class="fallback' in html or "notice" in html
    assert f'hreflang="ar" href="{BASE}/ar/about/"' not in html
    data = json.loads((output / "ar/about/index.json").read_text())
    assert (data["language"]["token"], data["requested_language"], data["is_fallback"]) == ("en", "ar", True)
    assert f"<loc>{BASE}/ar/about/</loc>" not in (output / "sitemap.xml").read_text()


def test_a_broken_link_stops_the_export_and_the_old_site_stays(site: Path) -> None:
    before = files(site)
    page = Page.objects.get(slug="about", locale__language_code="en").specific
    page.sections[0].value["body"].source = '<p><a href="#no-such-part">x</a></p>'
    page.save_revision().publish()
    words = rf"en/about/index\.html: broken anchor #no-such-part\n    mend it at http.+/admin/pages/{page.pk}/edit/"
    with pytest.raises(CommandError, match=words):
        call_command("export_site", output=site, base_url=BASE)
    assert files(site) == before


def test_an_applicant_s_name_in_the_site_stops_the_export(site: Path) -> None:
    from cms.issuance.achievements import current_achievement

    achievement = current_achievement("listening", "en")
    assert achievement is not None
    Application.objects.create(
        achievement=achievement,
        name="Maria Virtanen",
        email="maria@mail.example",
        route="prior",
        own_work=True,
        privacy=True,
        public_narrative=False,
    )
    Page.objects.filter(slug="about").update(title="Maria Virtanen")
    with pytest.raises(CommandError, match="shows “Maria Virtanen”, the name of an applicant"):
        call_command("export_site", output=site, base_url=BASE)


def test_a_kept_record_stays_byte_for_byte_and_needs_no_key(site: Path, settings: object) -> None:
    settings.KEYS_DIR = site.parent / "destroyed"  # type: ignore[attr-defined]
    output = site.parent / "later"
    call_command("export_site", output=output, base_url=BASE, record=site)
    assert files(output) == files(site)


def test_a_folder_without_a_record_is_refused(sample: Path, assets: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no badge record"):
        call_command("export_site", output=tmp_path / "dist", base_url=BASE, record=tmp_path)


def test_missing_assets_are_named(sample: Path, signing_key: Path, tmp_path: Path, settings: object) -> None:
    settings.ASSETS_DIR = tmp_path / "none"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match=r"manifest\.json is missing: run `make assets`"):
        call_command("export_site", output=tmp_path / "dist", base_url=BASE)


def test_a_portable_site_names_index_pages(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> None:
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url=BASE, portable=True)
    for path in output.rglob("*.html"):
        for address in re.findall(r'href="([^"#]*)', path.read_text()):
            assert not address.endswith("/") or address.startswith("http"), f"{path}: {address}"


def test_an_archived_site_has_no_form(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> None:
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url=BASE, phase="archived")
    assert '<form method="post"' not in (output / "en/badges/listening/index.html").read_text()


def test_the_wagtail_preview_shows_what_the_site_shows(sample: Path, assets: Path) -> None:
    page = Page.objects.get(slug="about", locale__language_code="ar").specific
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    html = response.render().content.decode() if hasattr(response, "render") else response.content.decode()
    assert "ع A list" in html
    assert '<html lang="ar" dir="rtl">' in html


def test_the_name_of_an_account_stops_the_export_until_the_project_lists_it_as_public(site: Path) -> None:
    get_user_model().objects.create_user("kaisa", "kaisa@office.fi", first_name="Kaisa", last_name="Korhonen")
    Page.objects.filter(slug="about").update(title="Kaisa Korhonen")
    with pytest.raises(CommandError, match="shows “Kaisa Korhonen”"):
        call_command("export_site", output=site, base_url=BASE)
    project = ProjectSettings.objects.get()
    project.facts["public_people"] = ["Kaisa Korhonen"]
    project.save()
    call_command("export_site", output=site, base_url=BASE)


@pytest.mark.parametrize("path", ["about", "skills/listening"])
def test_a_page_whose_source_was_taken_away_stays_in_its_translation(
    sample: Path, assets: Path, signing_key: Path, tmp_path: Path, path: str
) -> None:
    output = tmp_path / "dist"
    slug = path.rpartition("/")[2]
    # Where translations follow their source they would be taken away with it.
    Page.objects.filter(slug=slug, locale__language_code="en", url_path__endswith=f"/{path}/").update(live=False)
    call_command("export_site", output=output, base_url=BASE)
    assert not (output / "en" / path).exists()
    html = (output / "ar" / path / "index.html").read_text()
    assert f'hreflang="ar" href="{BASE}/ar/{path}/"' in html
    assert f"en/{path}/" not in html
    sitemap = (output / "sitemap.xml").read_text()
    assert f"{BASE}/ar/{path}/" in sitemap
    assert f"{BASE}/en/{path}/" not in sitemap
    assert f"{BASE}/ar/{path}/" in (output / "ar/feed.xml").read_text()
