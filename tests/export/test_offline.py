"""What a browser needs to keep the site: lists that are true, a worker that minds its own business."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from tests.sample_site import BASE


def kept(site: Path, language: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((site / "offline" / f"{language}.json").read_text())
    return data


def test_the_list_names_what_the_server_answers(taken: Path) -> None:
    listed = kept(taken, "ar")
    for entry in listed["files"]:
        name = (
            f"{entry['address']}index.html"
            if entry["address"].endswith("/") or not entry["address"]
            else entry["address"]
        )
        content = (taken / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["bytes"]), name
    assert listed["bytes"] == sum(entry["bytes"] for entry in listed["files"])


def test_the_list_has_all_that_its_pages_need_and_no_other_language(taken: Path) -> None:
    addresses = {entry["address"] for entry in kept(taken, "ar")["files"]}
    assert {"", "ar/", "ar/skills/listening/", "record.js", "assets/site.css", "assets/offline.js"} <= addresses
    assert {"offline/en.html", "offline/ar.html"} <= addresses
    assert not [address for address in addresses if address.startswith("en/")]
    assert not [address for address in addresses if address.endswith((".gz", ".br", ".json", ".zip", ".xml"))]
    assert [address for address in addresses if address.startswith("media/")]


def test_a_changed_page_makes_another_version_of_its_language_alone(taken: Path, tmp_path: Path) -> None:
    page = Page.objects.get(slug="about", locale__language_code="ar").specific
    page.title = "Changed"
    page.save_revision().publish()
    again = tmp_path / "again"
    call_command("export_site", output=again, base_url=BASE)
    assert kept(again, "ar")["version"] != kept(taken, "ar")["version"]
    assert kept(again, "en")["version"] == kept(taken, "en")["version"]


def test_the_sizes_are_those_of_the_lists(taken: Path) -> None:
    sizes = json.loads((taken / "offline/sizes.json").read_text())
    lists = {code: kept(taken, code) for code in ("en", "ar")}
    for code, listed in lists.items():
        assert sizes["languages"][code] == {"version": listed["version"], "bytes": listed["bytes"]}
    together = {entry["address"]: entry["bytes"] for listed in lists.values() for entry in listed["files"]}
    assert sizes["bytes"] == sum(together.values())


def test_the_worker_is_told_what_is_the_site_s(taken: Path) -> None:
    first, source = (taken / "sw.js").read_text().split("\n", 1)
    names = json.loads(first.removeprefix("self.perennial=").removesuffix(";"))
    assert source == "/* worker */"
    assert {"", "en", "ar", "assets", "media", "record.js"} <= set(names)
    assert not {"admin", "apply", "api"} & set(names)


def test_the_page_for_what_is_not_kept_can_be_shown_at_any_address(taken: Path) -> None:
    html = (taken / "offline/ar.html").read_text()
    assert '<html lang="ar" dir="rtl">' in html
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    # The worker replaces "../" at the beginning by the root of the site.
    assert all(address.startswith("../") or not address for address in addresses), addresses
    assert 'content="noindex"' in html


def test_nothing_of_the_tool_shows_without_scripts(taken: Path) -> None:
    html = (taken / "en/offline/index.html").read_text()
    assert re.search(r'data-part="tool" hidden>', html)
    assert re.search(r'data-part="unsupported">', html)


def test_a_portable_site_keeps_nothing(offline_page: None, sample: Path, signing_key: Path, tmp_path: Path) -> None:
    call_command("export_site", output=tmp_path / "dist", base_url=BASE, portable=True)
    assert not (tmp_path / "dist/sw.js").exists()
    assert not (tmp_path / "dist/offline").exists()


def test_a_worker_that_is_not_built_is_named(
    offline_page: None, sample: Path, assets: Path, signing_key: Path, tmp_path: Path
) -> None:
    (assets / "sw.js").unlink()
    with pytest.raises(CommandError, match=r"sw\.js is missing: run `make assets`"):
        call_command("export_site", output=tmp_path / "dist", base_url=BASE)
