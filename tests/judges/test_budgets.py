"""What a reader on a slow line waits for: the bytes of a module page as they cross the wire, and of its parts."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import brotli
import pytest
from django.conf import settings
from lxml import html
from playwright.sync_api import Browser, Page, Request

from tests.journeys.server import Demo
from tests.judges.judging import Assets, none
from tests.judges.page_types import largest_modules

KILOBYTE = 1024
PAGE_BUDGET = 60 * KILOBYTE
# Compressed by Brotli; of those that are built.
ASSET_BUDGETS = {"site.css": 9 * KILOBYTE, "site.js": 2.5 * KILOBYTE, "module.js": 6.5 * KILOBYTE}
KINDS = {"document": "HTML", "stylesheet": "CSS", "script": "JS", "font": "fonts", "image": "seals"}
SEALS = "/assets/badges/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass
class Load:
    """What one page has loaded: bytes by kind, without the pictures of its content, and how many style sheets."""

    bytes: Counter[str] = field(default_factory=Counter)
    style_sheets: int = 0
    hosts: set[str] = field(default_factory=set)

    def add(self, request: Request) -> None:
        """Count an answer that has arrived."""
        address = urlsplit(request.url)
        kind = request.resource_type
        self.hosts.add(address.netloc)
        self.style_sheets += kind == "stylesheet"
        if kind not in {"image", "media"} or address.path.startswith(SEALS):
            # Chromium counts what it has in memory already, such as the icon, as less than nothing.
            self.bytes[KINDS.get(kind, "other")] += max(0, request.sizes()["responseBodySize"])

    def row(self, language: str) -> str:
        """Return a line of the table."""
        kinds = [*KINDS.values(), "other"]
        return f"{language:<5}" + "".join(f"{self.bytes[kind]:>8}" for kind in kinds) + f"{self.bytes.total():>8}"


def loaded(page: Page, url: str) -> Load:
    """Open the page with nothing kept from before; return what came."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    response = page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert response
    assert response.headers["content-encoding"] == "br"
    load = Load()
    for request in requests:
        load.add(request)
    return load


@pytest.mark.browser
def test_the_largest_module_of_each_language_is_light(exported: Demo, site_url: str, browser: Browser) -> None:
    print(f"\n{'':<5}" + "".join(f"{kind:>8}" for kind in [*KINDS.values(), "other", "all"]) + "  bytes")
    loads = {}
    for language, address in largest_modules(exported.site, LANGUAGES).items():
        context = browser.new_context(service_workers="block")
        loads[language] = loaded(context.new_page(), site_url + address)
        context.close()
        print(loads[language].row(language) + f"  {address}")
    too_heavy = [language for language, load in loads.items() if load.bytes.total() > PAGE_BUDGET]
    assert too_heavy == [], f"more than {PAGE_BUDGET} bytes"
    assert {load.style_sheets for load in loads.values()} == {1}
    assert {host for load in loads.values() for host in load.hosts} == {urlsplit(site_url).netloc}


@pytest.mark.parametrize("name", ASSET_BUDGETS)
def test_an_asset_is_light(assets: Assets, name: str) -> None:
    size = len(brotli.compress((assets.folder / assets.name(name)).read_bytes()))
    print(f"{name}: {size} bytes")
    assert size <= ASSET_BUDGETS[name]


def test_no_page_waits_for_scripts_or_jumps(exported: Demo) -> None:
    faults = []
    files = sorted(exported.site.rglob("*.html"))
    assert len(files) > len(LANGUAGES)
    for file in files:
        page = html.parse(file)
        name = file.relative_to(exported.site)
        sheets = len(page.xpath("//link[@rel='stylesheet']"))
        # Practices, the canvas, organisations, endorsements and the map of badges have sheets that no other page needs.
        own = [
            word for word in ("practice", "canvas", "organisation", "organisations/index", "badge") if word in str(name)
        ]
        # Practices, canvas, figures, organisations, endorsements and the map have sheets that no other page needs.
        words = ("practice", "canvas", "impact", "/kit", "organisation", "organisations/index", "badge")
        own = [word for word in words if word in str(name)]
        if not 1 <= sheets <= 1 + len(own):
            faults.append(f"{name}: {sheets} style sheets")
        faults += [
            f"{name}: {html.tostring(element, with_tail=False).decode()}"
            for element in page.xpath(
                "//head//script[not(@defer or @async or contains(@type, 'json'))] | //img[not(@width and @height)]"
                " | //style | //*[@style] | //script[not(@src or contains(@type, 'json'))]"
            )
        ]
    none(faults)
