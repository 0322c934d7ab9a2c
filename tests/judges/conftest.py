"""A built site of assets, keys and facts, for the judges that are not written in Python."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from judging import SEAL, SENTENCES, Assets, build, node
from PIL import Image
from pytest_django import Settings

from cms.issuance.credentials import AwardFacts
from cms.issuance.credentials.keys import make_signing_key


@pytest.fixture(scope="session")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    modules = Path(configured.VAR_DIR) / "node"
    folder = tmp_path_factory.mktemp("assets") / "built"
    build(folder, modules)
    return Assets(node(), modules, folder)


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
