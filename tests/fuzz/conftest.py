"""What the fuzzing has in common. `make fuzz` runs it; it is no part of the suite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from tests.fuzz.harness import Fuzzer, options

SEAL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><circle cx="300" cy="300" r="290"/></svg>'
ORIGIN = "https://site.example"


@pytest.fixture(scope="session")
def fuzzer(pytestconfig: pytest.Config) -> Iterator[Fuzzer]:
    """The one that collects the table, and prints it at the end."""
    running = Fuzzer(*options())
    yield running
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n\n{running.table()}")


@pytest.fixture
def issuer(sample: Path, settings: object, tmp_path: Path) -> Path:
    """The sample's site, with a key and the pictures of its badge; the folder of the keys."""
    settings.KEYS_DIR = tmp_path / "keys"  # type: ignore[attr-defined]
    settings.ASSETS_DIR = tmp_path / "assets"  # type: ignore[attr-defined]
    settings.PUBLIC_URL = ORIGIN  # type: ignore[attr-defined]
    settings.ALLOWED_ORIGINS = [ORIGIN]  # type: ignore[attr-defined]
    settings.HOURLY_LIMIT = settings.HOURLY_LIMIT_WITHOUT_PROOF = 10**9  # type: ignore[attr-defined]
    pictures = tmp_path / "assets" / "badges"
    pictures.mkdir(parents=True)
    (pictures / "listening.svg").write_text(SEAL)
    Image.new("RGBA", (16, 16)).save(pictures / "listening.png")
    call_command("make_signing_key", verbosity=0)
    return tmp_path / "keys"
