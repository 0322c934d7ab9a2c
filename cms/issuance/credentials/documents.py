"""The documents of the record, unsigned: achievement, credential, issuer, DID document, status list.

Terms follow the data models of Open Badges 3.0 (appendix B). Where openbadgeslib has a class for a part, it is
used; its Achievement knows neither language nor version nor related versions, and its credential always names
a JSON schema, which needs a third context. So those two are built here.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from openbadgeslib.ob3 import Alignment, Evidence, IdentityObject, Issuer, status_entry

from cms.issuance.credentials.addresses import (
    achievement_path,
    artwork_path,
    current_achievement_path,
    issuer_did,
    site_address,
    status_list_path,
)
from cms.issuance.credentials.facts import AchievementFacts, AwardFacts
from cms.issuance.credentials.keys import PublicKey
from cms.projects import current, slug_of

Document = dict[str, Any]

CREDENTIALS_CONTEXT = "https://www.w3.org/ns/credentials/v2"
# Exactly these, in this order: VC data model 2.0 (section 4.3) wants the first in front, Open Badges 3.0 the second
# behind it. The unversioned Open Badges context redefines protected terms and cannot be used.
CONTEXTS = [CREDENTIALS_CONTEXT, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
DID_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]

# The least number of entries (Bitstring Status List 1.0, section 6.1): each entry hides among the others.
STATUS_LIST_BITS = 131_072


def timestamp(moment: datetime) -> str:
    """Return the moment in UTC, to the second: a dateTimeStamp, as VC data model 2.0 (section 4.9) asks."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def issuer_profile() -> Document:
    """Return the issuer as it stands inside credentials (Open Badges 3.0, "Profile")."""
    return dict(Issuer(id=issuer_did(), name=current().issuer_name, url=f"{current().public_url}/").to_dict())


def published_issuer() -> Document:
    """Return issuer.json."""
    return {"@context": CONTEXTS, **issuer_profile()}


def achievement(facts: AchievementFacts) -> Document:
    """Return the achievement as it stands inside credentials, in one language (Open Badges 3.0, "Achievement").

    Language value objects would be shorter, but fail the JSON schema; the way of the specification is one
    achievement a language, tied together with `related`.
    """
    document: Document = {
        "id": site_address(achievement_path(facts.slug, facts.language, facts.version)),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "name": facts.name,
        "description": facts.description,
        "inLanguage": facts.language,
        "version": str(facts.version),
        "criteria": {
            "id": site_address(f"{facts.language}/badges/{slug_of(facts.slug)}/"),
            "narrative": criteria_narrative(facts.criteria),
        },
        "image": {"id": site_address(artwork_path(facts.slug)), "type": "Image"},
    }
    if facts.alignment:
        document["alignment"] = [_alignment(item) for item in facts.alignment]
    if facts.language != settings.LANGUAGE_CODE:
        document["related"] = [related(current_achievement_path(facts.slug), settings.LANGUAGE_CODE)]
    return document


def published_achievement(facts: AchievementFacts, translations: Iterable[AchievementFacts]) -> Document:
    """Return the file of an achievement: what credentials say, and where its other languages are."""
    links = [related(achievement_path(one.slug, one.language, one.version), one.language) for one in translations]
    document = {"@context": CONTEXTS, **achievement(facts)}
    return {**document, "related": links} if links else document


def related(path: str, language: str) -> Document:
    """Return a link to the same achievement in another language (Open Badges 3.0, "Related")."""
    return {"id": site_address(path), "type": ["Related"], "inLanguage": language}


def criteria_narrative(criteria: Iterable[dict[str, str]]) -> str:
    """Return the criteria as a Markdown list, the form Open Badges 3.0 gives narratives."""
    return "\n".join(f"- **{item['title']}**: {item['description']}" for item in criteria)


def credential(facts: AwardFacts) -> Document:
    """Return the credential, unsigned (Open Badges 3.0, "OpenBadgeCredential")."""
    document: Document = {
        "@context": CONTEXTS,
        "id": facts.credential_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.name,
        "issuer": issuer_profile(),
        "validFrom": timestamp(facts.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            # The exact text is hashed (Open Badges 3.0, "IdentityObject"); applications keep addresses in lower case.
            "identifier": [IdentityObject.create(facts.recipient_email, facts.salt).to_dict()],
            "achievement": achievement(facts.achievement),
        },
        "credentialStatus": status_entry(
            site_address(status_list_path(facts.status_list)), "revocation", facts.status_index
        ),
    }
    if facts.valid_until is not None:
        document["validUntil"] = timestamp(facts.valid_until)
    if facts.endorsements:
        document["endorsement"] = list(facts.endorsements)
    if facts.narrative:
        document["evidence"] = [Evidence(narrative=facts.narrative).to_dict()]
    return document


def document_digest(document: Any) -> str:
    """Return the SHA-256 of a document as JSON with sorted keys and without spaces; the verify page makes the same."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def did_document(keys: Sequence[PublicKey]) -> Document:
    """Return the DID document with all keys, retired ones too: they signed badges that are still valid.

    `assertionMethod` lists the methods as texts, not objects: the 1EdTech validator compares texts.
    """
    did = issuer_did()
    methods = [
        {
            "id": f"{did}#{key.multikey}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.multikey,
        }
        for key in keys
    ]
    return {
        "@context": DID_CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def status_list(number: int, revoked: Iterable[int], valid_from: datetime) -> Document:
    """Return a status list credential, unsigned (Bitstring Status List 1.0, section 2.2).

    It has no `validUntil`: an expiring list would lapse with the project that has to renew it.
    """
    address = site_address(status_list_path(number))
    return {
        "@context": [CREDENTIALS_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did(),
        "validFrom": timestamp(valid_from),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_list(revoked),
        },
    }


def encoded_list(revoked: Iterable[int]) -> str:
    """Return the bits, first bit leftmost, compressed and in base64url (Bitstring Status List 1.0, section 4.2).

    openbadgeslib has the same, but stamps the moment of compression into the gzip header; without it the same
    revocations give the same bytes.

    Raises:
        ValueError: an index lies outside the list.
    """
    bits = bytearray(STATUS_LIST_BITS // 8)
    for index in revoked:
        if not 0 <= index < STATUS_LIST_BITS:
            raise ValueError(f"Status index {index} is outside the list of {STATUS_LIST_BITS} entries.")
        bits[index // 8] |= 0x80 >> (index % 8)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def _alignment(item: dict[str, str]) -> Document:
    alignment = Alignment(
        target_name=item["name"],
        target_url=item["url"],
        target_framework=item.get("framework"),
        target_code=item.get("code"),
    )
    return dict(alignment.to_dict())
