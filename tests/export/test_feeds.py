"""The feed of changes, and whom to tell about a hole."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse
from django.core.management import call_command
from wagtail.models import Page

from tests.sample_site import BASE

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def site(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    for number, page in enumerate(Page.objects.filter(depth__gt=1).order_by("pk"), start=1):
        Page.objects.filter(pk=page.pk).update(last_published_at=datetime(2026, 1, number, tzinfo=UTC))
    call_command("export_site", output=tmp_path / "dist", base_url=BASE)
    return tmp_path / "dist"


def entries(site: Path, language: str) -> list[dict[str, str]]:
    root = parse(site / language / "feed.xml").getroot()
    return [
        {
            "id": entry.findtext(f"{ATOM}id"),
            "title": entry.findtext(f"{ATOM}title"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "address": entry.find(f"{ATOM}link").get("href"),
        }
        for entry in root.iterfind(f"{ATOM}entry")
    ]


def test_the_feed_lists_the_pages_of_its_language_the_latest_first(site: Path) -> None:
    found = entries(site, "ar")
    assert len(found) == 13
    assert all(entry["address"].startswith(f"{BASE}/ar/") for entry in found)
    dates = [entry["updated"] for entry in found]
    assert dates == sorted(dates, reverse=True)
    root = parse(site / "ar/feed.xml").getroot()
    assert root.findtext(f"{ATOM}updated") == dates[0]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Sample issuer"


def test_every_entry_has_a_name_of_its_own_that_stays(site: Path) -> None:
    names = [entry["id"] for code in ("en", "ar") for entry in entries(site, code)]
    assert len(set(names)) == len(names)
    assert all(name.startswith("urn:uuid:") for name in names)
    moved = site.parent / "moved"
    call_command("export_site", output=moved, base_url="https://elsewhere.example/sub")
    assert [entry["id"] for code in ("en", "ar") for entry in entries(moved, code)] == names


def test_a_page_that_is_not_translated_is_left_out(site: Path) -> None:
    Page.objects.get(slug="about", locale__language_code="ar").specific.unpublish()
    call_command("export_site", output=site, base_url=BASE)
    assert f"{BASE}/ar/about/" not in [entry["address"] for entry in entries(site, "ar")]


def test_pages_lead_to_the_feed_of_their_language(site: Path) -> None:
    html = (site / "ar/about/index.html").read_text()
    assert f'type="application/atom+xml" title="ع Sample site" href="{BASE}/ar/feed.xml"' in html


def test_dates_of_unchanged_pages_are_taken_from_the_earlier_export(site: Path) -> None:
    """A maintainer without a server has a new database each time; readers must not see every page as new."""
    earlier = Path(shutil.copytree(site, site.parent / "earlier"))
    before = {entry["address"]: entry["updated"] for entry in entries(earlier, "en")}
    Page.objects.filter(depth__gt=1).update(last_published_at=datetime(2030, 1, 1, tzinfo=UTC))
    about = Page.objects.get(slug="about", locale__language_code="en").specific
    about.summary = "Other words"
    about.save()
    call_command("export_site", output=site, base_url=BASE, record=earlier)
    after = {entry["address"]: entry["updated"] for entry in entries(site, "en")}
    assert {address for address in after if after[address] != before[address]} == {f"{BASE}/en/about/"}
    assert after[f"{BASE}/en/about/"] == "2030-01-01T00:00:00Z"


def test_security_txt_says_whom_to_tell_and_until_when(
    content_dir: Path, sample: Path, assets: Path, signing_key: Path, tmp_path: Path
) -> None:
    facts = content_dir / "project.yaml"
    facts.write_text(f"{facts.read_text()}available_until: 2031-12-31\n")
    call_command("load_content", dir=content_dir)
    call_command("export_site", output=tmp_path / "dist", base_url=BASE)
    assert (tmp_path / "dist/.well-known/security.txt").read_text().splitlines() == [
        "Contact: mailto:sample@perennial.example",
        "Expires: 2031-12-31T23:59:59Z",
        "Preferred-Languages: en, ar",
        f"Canonical: {BASE}/.well-known/security.txt",
    ]


def test_no_security_txt_where_nobody_promised_to_be_there(site: Path) -> None:
    assert not (site / ".well-known/security.txt").exists()


def test_the_page_for_wrong_addresses_helps_on(site: Path) -> None:
    html = (site / "ar/404.html").read_text()
    main = html[html.index("<main") : html.index("</main>")]
    for path in ("", "skills/", "badges/", "verify/"):
        assert f'href="/ar/{path}"' in main
