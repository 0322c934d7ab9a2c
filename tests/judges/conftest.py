"""What is judged: the exported site over http, built assets, badges; and the judges that come from npm."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from PIL import Image
from playwright.sync_api import Browser
from pytest_django import Settings

from cms.issuance.certificate.make import PAGE, SECONDS, STANDARDS
from cms.issuance.credentials import AwardFacts
from cms.issuance.credentials.keys import make_signing_key
from cms.typesetting import Job, typeset
from tests.journeys.browser import chromium
from tests.journeys.server import Demo
from tests.judges.judging import SEAL, SENTENCES, Assets, Certificate, build, node
from tests.judges.packages import MODULES
from tests.judges.serving import over_http
from tests.prepared import in_a_folder, prepared


@pytest.fixture(scope="session")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    modules = Path(configured.VAR_DIR) / "node"
    folder = tmp_path_factory.mktemp("assets") / "built"
    build(folder, modules)
    return Assets(node(), modules, folder)


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder with the judges from npm."""
    folder = MODULES / "node_modules"
    if not folder.is_dir():
        pytest.fail("The judges are not installed: run tests/install-tools.")
    return folder


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The installation whose site is judged; nobody may change it."""
    return prepared(tmp_path_factory)


@pytest.fixture(scope="session")
def site_url(exported: Demo) -> Iterator[str]:
    """Where that site is read over http, without a slash at the end."""
    with over_http(exported.site) as url:
        yield url


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site in its last phase, as a folder that is read without a server."""
    return in_a_folder(tmp_path_factory, "archived")


# Not for the session: Playwright's event loop would be in the way of other tests that start one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def certificate(assets: Assets) -> Certificate:
    """Return a maker of certificates in the fonts of the site."""

    def make(credential: str, **words: object) -> bytes:
        text = {
            **{"language": "pl", "title": "Odznaka: Empatia", "kicker": "Open Badge", "badge": "Empatia"},
            **{"name": "Łucja Żółć", "awarded": "22 listopada 2026", "summary": SENTENCES["pl"]},
            **{"criteria_title": "Co pokazuje", "criteria": list(SENTENCES.values()), "issuer": "Issuer"},
            **{"site": "https://badges.example", "until": "", "check_title": "Sprawdź", "check": SENTENCES["ro"]},
            **{"verify": "https://badges.example/pl/verify/", "id": "urn:uuid:1", "attached": "Odznaka"},
            **{"seal": SEAL, "seal_alt": "Pieczęć", "code": SEAL, "code_alt": "Kod QR", "credential": credential},
            **words,
        }
        fonts = [assets.folder / assets.name(f"fonts/{part}.woff2") for part in ("text", "text-ext", "text-more")]
        return typeset(Job(PAGE, fonts, 0, text, STANDARDS, own_fonts_first=True), SECONDS)

    return make


@pytest.fixture
def make_facts(settings: Settings, tmp_path: Path) -> Callable[..., AwardFacts]:
    """Set up keys and pictures, and return a maker of facts in any of the six languages."""
    settings.PUBLIC_URL = "https://badges.example"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.ASSETS_DIR = tmp_path / "assets"
    pictures = settings.ASSETS_DIR / "badges"
    pictures.mkdir(parents=True)
    (pictures / "active-listening.svg").write_text(SEAL)
    Image.new("RGBA", (600, 600)).save(pictures / "active-listening.png")
    make_signing_key()

    def make(language: str = "en", index: int = 42, narrative: str = "") -> AwardFacts:
        sentence = SENTENCES[language]
        return AwardFacts(
            credential_id=f"urn:uuid:8f1f6c3e-0b35-4a36-9d6c-{index:012d}",
            achievement_slug="active-listening",
            language=language,
            version=1,
            name=sentence[:30],
            description=sentence,
            criteria=[
                {"key": "one", "title": sentence, "description": sentence, "example": sentence},
                {"key": "two", "title": '"Quotes" \\ & <tags>', "description": "Tab\tand emoji 👩‍🏫", "example": ""},
            ],
            alignment=[
                {"framework": "LifeComp", "name": "S3 – " + sentence, "code": "S3", "url": "https://example.org/s3"}
            ],
            recipient_email="aino@example.org",
            salt="c2FsdHNhbHRzYWx0c2FsdHNhbHRz",
            issued_at=datetime(2026, 11, 20, 9, 30, 5, tzinfo=UTC),
            status_list=1,
            status_index=index,
            narrative=narrative,
        )

    return make
