"""The exported folder answers as the live API does, so that a front end keeps running when the server is gone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from cms.api.frozen import EXPANDED
from cms.api.shapes.content import TIMES
from cms.learning.models import HomePage, InfoPage

# The parameters that give the live answer which a file holds (docs/api/README.md).
PARAMETERS = {
    "": {"expand": EXPANDED, "b_size": 1000},
    "@navigation": {"expand.navigation.depth": 10},
    "@search": {"metadata_fields": ["_all"], "b_size": 1000},
    "@vocabularies": {"b_size": 1000},
}


@pytest.fixture
def site(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    """The exported sample, with a page that is not translated, and one that only another language has."""
    Page.objects.get(slug="about", locale__language_code="ar").specific.unpublish()
    home = HomePage.objects.get(locale__language_code="ar")
    home.add_child(instance=InfoPage(title="ع alone", slug="alone", locale=home.locale))
    output = tmp_path / "dist"
    call_command("export_site", output=output, base_url="https://site.example")
    return output


def frozen(site: Path) -> dict[str, Any]:
    """Return the files of the API by their address in the site."""
    found = [*site.rglob("index.json"), *site.rglob("@*.json"), *site.glob("**/@*/*.json")]
    return {str(path.relative_to(site)): json.loads(path.read_text()) for path in found}


def file_name(address: str) -> str:
    path = address.lstrip("/")
    return f"{path}index.json" if not path or path.endswith("/") else f"{path}.json"


def live(client: Client, address: str) -> Any:
    """Return the live answer that the file of an address holds."""
    service = "@" + address.rpartition("@")[2].split("/")[0] if "@" in address else ""
    one_of_them = "/" in address.rpartition("@")[2]
    parameters = PARAMETERS.get(service, {}) if service != "@vocabularies" or one_of_them else {}
    return without_times(client.get(f"/++api++{address}?{urlencode(parameters, doseq=True)}").json())


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_times(inner) for name, inner in value.items() if name not in TIMES}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def linked(value: Any) -> Iterator[str]:
    """Yield every `@id` inside an answer that a client would follow: what is expanded is there already."""
    if isinstance(value, dict):
        yield from [value["@id"]] if isinstance(value.get("@id"), str) else []
        for component in value.get("@components", {}).values():
            yield from linked(component if len(component) == 1 else {**component, "@id": value["@id"]})
        for name, inner in value.items():
            yield from linked(inner) if name != "@components" else []
    elif isinstance(value, list):
        for inner in value:
            yield from linked(inner)


def test_every_file_is_the_same_as_the_live_answer(site: Path, client: Client) -> None:
    files = frozen(site)
    assert {"index.json", "en/index.json", "ar/skills/listening/index.json", "ar/@search.json"} <= files.keys()
    for name, answer in files.items():
        address = "/" + name.removesuffix("index.json" if name.endswith("index.json") else ".json")
        assert file_name(address) == name
        assert answer == live(client, address), name


def test_a_page_that_only_another_language_has_is_there_in_that_language_only(site: Path) -> None:
    files = frozen(site)
    assert (site / "ar/alone/index.html").is_file()
    assert files["ar/alone/index.json"]["is_fallback"] is False
    assert files["ar/alone/index.json"]["@components"]["translations"]["items"] == []
    for name in ("index.json", "@search.json"):
        addresses = {
            language: [item["@id"] for item in files[f"{language}/{name}"]["items"]] for language in ("en", "ar")
        }
        assert "/ar/alone/" in addresses["ar"], name
        assert not [address for address in addresses["en"] if "alone" in address]
    assert not (site / "en/alone").exists()


def test_every_address_in_a_file_leads_to_a_file(site: Path) -> None:
    files = frozen(site)
    for name, answer in files.items():
        for address in linked(answer):
            if not address.startswith("/@images/"):
                assert file_name(address) in files, (name, address)


def test_the_export_holds_the_pictures_that_the_files_name(site: Path) -> None:
    page = frozen(site)["ar/skills/listening/index.json"]
    images = [block["image"] for block in page["blocks"].values() if block.get("image")]
    assert images
    for image in images:
        for scale in image["scales"].values():
            for address in [scale["download"], *scale["sources"].values()]:
                assert (site / address.lstrip("/")).is_file()
