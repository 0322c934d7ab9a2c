"""The two small clients of the documentation, live and on an export."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from tests.api.live import over_http
from tests.judges.judging import ROOT, node, printed

CLIENTS = {
    "python": [sys.executable, str(ROOT / "docs/api/client.py")],
    "javascript": ["", str(ROOT / "docs/api/client.mjs")],
}


@pytest.fixture
def base(sample: Path) -> Iterator[str]:
    """Where the API of the sample answers, as long as the test lasts."""
    with over_http() as url:
        yield url


@pytest.fixture
def exported_api(sample: Path, assets: Path, signing_key: Path, tmp_path: Path) -> Path:
    """The exported sample, which holds the read API as files."""
    output = tmp_path / "site"
    call_command("export_site", output=output, base_url="https://site.example")
    return output


def run(command: list[str], *words: str) -> Any:
    return printed([command[0] or node(), *command[1:], *words])


@pytest.mark.parametrize("client", CLIENTS)
def test_small_clients_read_the_same_live_and_from_the_export(client: str, base: str, exported_api: Path) -> None:
    words = ("/ar/skills/listening/", "ع listening")
    live = run(CLIENTS[client], f"{base}/++api++", *words)
    kept = run(CLIENTS[client], str(exported_api), *words)
    assert live == kept
    assert (live["title"], live["translations"]) == ("ع Listening", {"en": "Listening"})
    assert live["found"][0] == "/ar/skills/listening/"
    pages = Page.objects.live().filter(locale__language_code="ar", depth__gt=2).count()
    assert 5 < len(live["site_map"]) <= pages


def test_the_small_clients_agree_and_are_small(base: str) -> None:
    words = (f"{base}/++api++", "/en/skills/listening/", "listening")
    assert run(CLIENTS["python"], *words) == run(CLIENTS["javascript"], *words)
