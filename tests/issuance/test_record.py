"""The published record: complete, the same from the same input, and free of personal data."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openbadgeslib.ob3 import decode_encoded_list, set_indices, verify_data_integrity_proof
from pytest_django import Settings

from cms.issuance.credentials import SigningKeyError
from cms.issuance.credentials.keys import load_signing_key, make_signing_key
from cms.issuance.credentials.rotation import rotate_key
from cms.issuance.models import Achievement, Application, Award
from cms.issuance.record.files import public_record, verifier_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def achievement(settings: Settings, tmp_path: Path) -> Achievement:
    settings.PUBLIC_URL = "https://badges.example"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.ASSETS_DIR = tmp_path / "assets"
    (settings.ASSETS_DIR / "badges").mkdir(parents=True)
    (settings.ASSETS_DIR / "badges" / "empathy.svg").write_bytes(b"<svg/>")
    make_signing_key()
    versions = [
        Achievement.objects.create(
            slug="empathy",
            language=language,
            version=version,
            name=f"{language} {version}",
            description="-",
            criteria=[{"key": "k", "title": "t", "description": "d", "example": "e"}],
            digest="-",
        )
        for language, version in [("en", 1), ("en", 2), ("fi", 1)]
    ]
    return versions[-1]


@pytest.fixture
def award(achievement: Achievement) -> Callable[[int], Award]:
    def make(index: int) -> Award:
        application = Application.objects.create(
            achievement=achievement,
            name="Aino Aalto",
            email="aino@example.org",
            route="prior",
            digest=str(index),
            own_work=True,
            privacy=True,
        )
        return Award.objects.create(
            application=application,
            achievement=achievement,
            credential_id=f"urn:uuid:{index}",
            salt="s",
            issued_at=datetime.now(UTC),
            status_index=index,
            credential={},
        )

    return make


def test_every_published_version_has_its_file(achievement: Achievement) -> None:
    record = public_record()
    assert list(record) == [
        ".well-known/did.json",
        "achievements/empathy.json",
        "achievements/empathy.svg",
        "achievements/empathy/en/v1.json",
        "achievements/empathy/en/v2.json",
        "achievements/empathy/fi/v1.json",
        "contexts/credentials-v2.json",
        "contexts/open-badges-3.0.3.json",
        "issuer.json",
        "record.json",
        "revocations/1.json",
        "status/1.json",
    ]
    current = json.loads(record["achievements/empathy.json"])
    assert current["id"] == "https://badges.example/achievements/empathy/en/v2.json"
    assert current["related"] == [
        {"id": "https://badges.example/achievements/empathy/fi/v1.json", "type": ["Related"], "inLanguage": "fi"}
    ]


def test_the_same_state_gives_the_same_bytes(award: Callable[[int], Award]) -> None:
    award(3)
    before = public_record()
    award(4)
    assert public_record() == before


def test_a_revocation_changes_the_list_alone(award: Callable[[int], Award]) -> None:
    revoked = award(77)
    before = public_record()
    revoked.revoked_at = load_signing_key().public.created + timedelta(days=3)
    revoked.save()
    after = public_record()
    assert {path for path in after if after[path] != before[path]} == {"status/1.json"}
    assert "contexts/credentials-v2.json" in after
    signed = json.loads(after["status/1.json"])
    verify_data_integrity_proof(signed, load_signing_key().private.public_key())
    assert set_indices(decode_encoded_list(signed["credentialSubject"]["encodedList"])) == {77}
    assert datetime.fromisoformat(signed["validFrom"]) == revoked.revoked_at


def test_no_personal_data(award: Callable[[int], Award]) -> None:
    award(5)
    everything = b"".join(public_record().values()) + json.dumps(verifier_record()).encode()
    for word in (b"Aino", b"aino@", b"urn:uuid:5"):
        assert word not in everything


def test_the_verifier_knows_keys_lists_and_achievements(achievement: Achievement) -> None:
    record = verifier_record()
    assert record["did"] == json.loads(public_record()[".well-known/did.json"])
    assert list(record["statusLists"]) == ["https://badges.example/status/1.json"]
    assert record["achievements"]["https://badges.example/achievements/empathy/fi/v1.json"]["name"] == "fi 1"


def test_a_rotated_key_signs_the_list_and_the_old_one_stays(achievement: Achievement) -> None:
    rotate_key()
    record = verifier_record()
    assert len(record["did"]["assertionMethod"]) == 2
    method = record["statusLists"]["https://badges.example/status/1.json"]["proof"]["verificationMethod"]
    assert method.endswith(load_signing_key().public.multikey)


def test_without_a_key_the_record_says_what_to_do(achievement: Achievement, settings: Settings) -> None:
    settings.KEYS_DIR = Path(settings.KEYS_DIR) / "none"
    with pytest.raises(SigningKeyError, match="make_signing_key"):
        public_record()
