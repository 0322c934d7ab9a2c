"""What is signed: the form of the credential, what is refused, and what the pictures carry."""

import base64
import gzip
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, extract_png, extract_svg
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, decode_encoded_list, set_indices
from PIL import Image
from pytest_django import Settings

from cms.issuance.credentials import ArtworkMissingError, AwardFacts, UnsignableError
from cms.issuance.credentials.addresses import did_document_paths, issuer_did
from cms.issuance.credentials.documents import credential, did_document, encoded_list, status_list
from cms.issuance.credentials.issue import issue_badge
from cms.issuance.credentials.keys import load_public_keys, load_signing_key, make_signing_key
from cms.issuance.credentials.signing import sign_credential

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><circle cx="300" cy="300" r="290"/></svg>'


@pytest.fixture
def facts(settings: Settings, tmp_path: Path) -> AwardFacts:
    settings.PUBLIC_URL = "https://badges.example"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.ASSETS_DIR = tmp_path / "assets"
    pictures = settings.ASSETS_DIR / "badges"
    pictures.mkdir(parents=True)
    (pictures / "active-listening.svg").write_bytes(SVG)
    Image.new("RGBA", (600, 600)).save(pictures / "active-listening.png")
    make_signing_key()
    return AwardFacts(
        credential_id="urn:uuid:8f1f6c3e-0b35-4a36-9d6c-1a9f0f3d7e11",
        achievement_slug="active-listening",
        language="fi",
        version=2,
        name="Aktiivinen kuuntelu",
        description="Haltija kuuntelee niin, että toinen tulee kuulluksi.",
        criteria=[{"key": "paraphrase", "title": "Tarkistaa", "description": "Sanot omin sanoin.", "example": "-"}],
        alignment=[
            {"framework": "LifeComp", "name": "S3 Collaboration", "code": "S3", "url": "https://lifecomp.example/s3"}
        ],
        recipient_email="aino@example.org",
        salt="c2FsdHNhbHRzYWx0c2FsdHNhbHRz",
        issued_at=datetime(2026, 11, 20, 9, 30, 5, tzinfo=UTC),
        status_list=1,
        status_index=4242,
        narrative="",
    )


def test_the_credential_has_the_recommended_form(facts: AwardFacts) -> None:
    badge = issue_badge(facts).credential
    assert badge["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert badge["issuer"]["id"] == "did:web:badges.example"
    [proof] = badge["proof"]
    assert proof["cryptosuite"] == "eddsa-rdfc-2022"
    assert proof["verificationMethod"] == f"did:web:badges.example#{load_signing_key().public.multikey}"
    assert badge["credentialStatus"] == {
        "id": "https://badges.example/status/1.json#4242",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "4242",
        "statusListCredential": "https://badges.example/status/1.json",
    }
    achievement = badge["credentialSubject"]["achievement"]
    assert achievement["id"] == "https://badges.example/achievements/active-listening/fi/v2.json"
    assert achievement["inLanguage"] == "fi"
    assert achievement["related"][0]["inLanguage"] == "en"
    assert "validUntil" not in badge
    assert "evidence" not in badge


def test_no_personal_data_in_clear(facts: AwardFacts) -> None:
    badge = issue_badge(facts)
    assert b"aino" not in badge.json
    assert "id" not in badge.credential["credentialSubject"]


def test_the_same_award_gives_the_same_bytes(facts: AwardFacts) -> None:
    assert issue_badge(facts) == issue_badge(facts)


def test_evidence_only_when_given(facts: AwardFacts) -> None:
    badge = issue_badge(replace(facts, narrative="Kuuntelin ryhmää.\r\nSitten kysyin.")).credential
    assert badge["evidence"] == [{"type": ["Evidence"], "narrative": "Kuuntelin ryhmää.\r\nSitten kysyin."}]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\ud800"])
def test_control_characters_are_refused_by_name(facts: AwardFacts, character: str) -> None:
    with pytest.raises(UnsignableError, match=rf"evidence\[0\].narrative .* U\+{ord(character):04X}"):
        issue_badge(replace(facts, narrative=f"before{character}after"))


def test_terms_that_no_context_defines_are_refused(facts: AwardFacts) -> None:
    document = credential(facts)
    document["credentialSubject"]["achievement"]["undefinedTerm"] = "not covered by the signature"
    with pytest.raises(UnsignableError, match="undefinedTerm"):
        sign_credential(document, load_signing_key(), facts.issued_at)


def test_an_identifier_that_is_no_uri_is_refused(facts: AwardFacts) -> None:
    with pytest.raises(UnsignableError):
        issue_badge(replace(facts, credential_id="not a uri"))


def test_both_pictures_carry_the_credential(facts: AwardFacts) -> None:
    badge = issue_badge(replace(facts, narrative="A text with ]]> in it, and <markup> & more."))
    from_png = extract_png(badge.png, keyword=ITXT_KEYWORD_OB3)
    from_svg = extract_svg(badge.svg, element=SVG_ELEMENT_OB3, text_fallback=True)
    assert from_png is not None
    assert from_svg is not None
    assert json.loads(from_png) == json.loads(from_svg) == badge.credential
    OB3LdpVerifier(load_signing_key().private.public_key()).verify(from_svg)
    picture = Image.open(io.BytesIO(badge.png))
    picture.load()
    assert picture.size == (600, 600)
    assert json.loads(picture.info["openbadgecredential"]) == badge.credential
    assert b"<![CDATA[" in badge.svg


def test_a_tampered_credential_fails_in_openbadgeslib(facts: AwardFacts) -> None:
    badge: dict[str, Any] = json.loads(issue_badge(facts).json)
    badge["credentialSubject"]["achievement"]["name"] = "Something grander"
    with pytest.raises(OB3VerificationError):
        OB3LdpVerifier(load_signing_key().private.public_key()).verify(badge)


def test_a_picture_that_was_not_built_is_named(facts: AwardFacts) -> None:
    with pytest.raises(ArtworkMissingError, match=r"badges/empathy\.png"):
        issue_badge(replace(facts, achievement_slug="empathy"))


def test_the_did_keeps_port_and_path(settings: Settings) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert issuer_did() == "did:web:127.0.0.1%3A8000"
    assert did_document_paths() == [".well-known/did.json"]
    settings.PUBLIC_URL = "https://university.example/perennial"
    assert issuer_did() == "did:web:university.example:perennial"
    assert "did.json" in did_document_paths()


def test_the_did_document_lists_methods_as_texts(facts: AwardFacts) -> None:
    document = did_document(load_public_keys())
    method = document["verificationMethod"][0]
    assert document["assertionMethod"] == [method["id"]]
    assert method["id"].endswith(f"#{method['publicKeyMultibase']}")


def test_the_status_list_reads_back_and_never_expires(facts: AwardFacts) -> None:
    document = status_list(1, [0, 7, 131_071], facts.issued_at)
    encoded = document["credentialSubject"]["encodedList"]
    assert set_indices(decode_encoded_list(encoded)) == {0, 7, 131_071}
    assert len(gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="))) * 8 == 131_072
    assert "validUntil" not in document
    with pytest.raises(ValueError, match="131072"):
        encoded_list([131_072])
