"""Old addresses keep working: every page that moved, in every language, over http and from a folder."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, TestCase
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

BASE = "https://site.example"


@pytest.fixture
def ready(sample: Path, assets: Path, signing_key: Path) -> Path:
    """The sample with all that an export needs."""
    return sample


def export(folder: Path, capsys: pytest.CaptureFixture[str] | None = None, **options: object) -> str:
    """Export, and return what was said about redirects that are left out."""
    if capsys:
        capsys.readouterr()
    call_command("export_site", output=folder / "dist", **{"base_url": BASE, **options})
    return capsys.readouterr().err if capsys else ""


def listed(folder: Path) -> dict[str, tuple[str, str]]:
    lines = (folder / "dist/_redirects").read_text().splitlines()
    return {old: (target, status) for old, target, status in map(str.split, lines)}


def page(slug: str, language: str = "en") -> Page:
    return Page.objects.get(slug=slug, locale__language_code=language).specific


def rename(found: Page, slug: str) -> None:
    found.slug = slug
    # Wagtail makes the redirect when the change is committed.
    with TestCase.captureOnCommitCallbacks(execute=True):
        found.save_revision().publish()


def redirect(old: str, target: Page | str, **more: object) -> Redirect:
    return Redirect.add_redirect(old, target, **more)  # type: ignore[no-any-return]


def test_a_page_that_was_renamed_in_the_cms_leads_on_in_every_language(ready: Path, tmp_path: Path) -> None:
    # Arabic has no such page of its own: readers there saw the English one at the same address.
    page("about", "ar").delete()
    rename(page("about"), "who-we-are")
    export(tmp_path)
    for language, words in (("en", "This page has moved"), ("ar", "")):
        old = (tmp_path / f"dist/{language}/about/index.html").read_text()
        assert f'<html lang="{language}"' in old
        assert '<meta http-equiv="refresh" content="0; url=../who-we-are/">' in old
        assert f'<link rel="canonical" href="{BASE}/{language}/who-we-are/">' in old
        assert '<meta name="robots" content="noindex">' in old
        assert re.search(r'<a href="../who-we-are/">[^<]+</a>', old)
        assert words in old
        assert listed(tmp_path)[f"/{language}/about"] == (f"/{language}/who-we-are/", "301")
        assert listed(tmp_path)[f"/{language}/about/"] == (f"/{language}/who-we-are/", "301")
    assert "/about/" not in (tmp_path / "dist/sitemap.xml").read_text()


def test_a_page_that_was_moved_in_the_cms_leads_on(ready: Path, tmp_path: Path) -> None:
    page("about").move(page("privacy"), pos="last-child")
    export(tmp_path)
    assert listed(tmp_path)["/en/about/"] == ("/en/privacy/about/", "301")


def test_a_chain_is_one_step(ready: Path, tmp_path: Path) -> None:
    rename(page("about"), "second")
    rename(page("second"), "third")
    redirect("/old-home", f"{BASE}/en/second/")
    export(tmp_path)
    assert listed(tmp_path)["/en/about/"] == ("/en/third/", "301")
    assert listed(tmp_path)["/en/second/"] == ("/en/third/", "301")
    assert listed(tmp_path)["/old-home/"] == ("/en/third/", "301")


def test_a_page_at_the_old_address_again_wins_and_the_redirect_is_told(
    ready: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    redirect("/en/about/", page("badges"))
    said = export(tmp_path, capsys)
    assert "redirect from /en/about left out: a page of the site stands at this address" in said
    assert "refresh" not in (tmp_path / "dist/en/about/index.html").read_text()


@pytest.mark.parametrize(
    ("old", "target", "reason"),
    [
        ("/a", "/b", "it leads back to itself"),
        ("/b", "/a", "it leads back to itself"),
        ("/c", "/nowhere/", "there is no page at /nowhere/"),
        ("/d?page=2", "/en/", "a static site cannot tell addresses apart by what follows “?”"),
        ("/sitemap.xml/e", "/en/", "a page of the site stands at this address"),
        ("/../f", "/en/", "it is not the address of a page"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_told_and_left_out(
    ready: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, target: str, reason: str
) -> None:
    redirect("/a", "/b")
    if old != "/a":
        redirect(old, target)
    else:
        redirect("/b", "/a")
    assert f"redirect from {old} left out: {reason}" in export(tmp_path, capsys)
    assert not (tmp_path / "dist/_redirects").exists()


def test_a_redirect_to_a_page_that_is_not_published_is_told(
    ready: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    redirect("/old", page("about"))
    for found in Page.objects.filter(slug="about"):
        found.specific.unpublish()
    assert "redirect from /old left out: its page is not published" in export(tmp_path, capsys)


def test_other_sites_temporary_moves_and_odd_addresses(ready: Path, tmp_path: Path) -> None:
    redirect("/partner", "https://partner.example/a b?x=1#y", is_permanent=False)
    redirect("/en/lämpö", page("about"))
    redirect("/files/handbook.pdf", page("about"))
    export(tmp_path)
    assert listed(tmp_path)["/partner/"] == ("https://partner.example/a%20b?x=1#y", "302")
    assert listed(tmp_path)["/en/l%C3%A4mp%C3%B6"] == ("/en/about/", "301")
    assert "<html" in (tmp_path / "dist/en/lämpö/index.html").read_text()
    # A page in the clothes of a PDF would be a broken PDF: here a server must lead on.
    assert listed(tmp_path)["/files/handbook.pdf"] == ("/en/about/", "301")
    assert not (tmp_path / "dist/files").exists()


def test_the_site_s_own_redirect_wins_over_that_of_all_sites(ready: Path, tmp_path: Path) -> None:
    redirect("/old", page("badges"), site=Site.objects.get())
    redirect("/old", page("about"))
    export(tmp_path)
    assert listed(tmp_path)["/old"] == ("/en/badges/", "301")


def test_from_a_folder_the_page_that_leads_on_names_a_file(ready: Path, tmp_path: Path) -> None:
    rename(page("about"), "who-we-are")
    export(tmp_path, portable=True)
    old = (tmp_path / "dist/en/about/index.html").read_text()
    assert 'content="0; url=../who-we-are/index.html"' in old
    assert 'href="../who-we-are/index.html"' in old


def test_a_site_in_a_folder_of_its_host_names_the_folder_to_the_server(ready: Path, tmp_path: Path) -> None:
    rename(page("about"), "who-we-are")
    export(tmp_path, base_url=f"{BASE}/soft-skills")
    assert listed(tmp_path)["/soft-skills/en/about/"] == ("/soft-skills/en/who-we-are/", "301")


@pytest.fixture
def served(ready: Path, tmp_path: Path, settings: object) -> Client:
    settings.EXPORT_DIR = tmp_path / "dist"  # type: ignore[attr-defined]
    rename(page("about"), "lämpö")
    redirect("/for-now", page("badges"), is_permanent=False)
    export(tmp_path)
    return Client()


@pytest.mark.parametrize("address", ["/en/about", "/en/about/"])
def test_our_own_server_leads_on_at_once(served: Client, address: str) -> None:
    response = served.get(address)
    assert (response.status_code, response["Location"]) == (301, "/en/l%C3%A4mp%C3%B6/")
    assert served.get(response["Location"]).status_code == 200


def test_our_own_server_tells_a_temporary_move(served: Client) -> None:
    response = served.get("/for-now/")
    assert (response.status_code, response["Location"]) == (302, "/en/badges/")


def test_a_preview_is_not_answered_from_the_exported_site(served: Client) -> None:
    found = page("badges")
    found.title = "A draft of this hour"
    assert "A draft of this hour" in found.make_preview_request().content.decode()
