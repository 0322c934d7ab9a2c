"""The one form in which this issuer writes its badges; site/assets/js/verify/shape.js says the same for the browser.

The signature covers the meaning of the document (JSON-LD), while a reader sees its text. Somebody could write a
signed member so that it keeps its meaning but is not found where one looks for it, say the status of a
revoked badge under its full address. So a badge of this issuer must have exactly the plain form it was given.
"""

import re
from collections.abc import Mapping
from typing import Any

from cms.issuance.credentials.documents import CONTEXTS

PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]*")
BADGE_TYPES = {"OpenBadgeCredential", "AchievementCredential"}


def is_open_badge(document: Any) -> bool:
    """Tell whether a document is some Open Badges 3.0 credential, whoever issued it."""
    return (
        isinstance(document, dict)
        and CONTEXTS[0] in as_list(document.get("@context"))
        and any(kind in BADGE_TYPES for kind in as_list(document.get("type")) if isinstance(kind, str))
    )


def issuer_of(credential: Mapping[str, Any]) -> Any:
    """Return the identifier of the issuer, which may stand alone or inside a profile."""
    issuer = credential.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def proof_of(credential: Mapping[str, Any]) -> dict[str, Any]:
    """Return the one proof of a badge, {} where there is none; badges of this issuer have a list of one."""
    proof = credential.get("proof")
    return proof[0] if isinstance(proof, list) and len(proof) == 1 and isinstance(proof[0], dict) else {}


def has_our_form(credential: Mapping[str, Any]) -> bool:
    """Tell whether a badge has the form that this issuer gives all its badges."""
    members = {name: value for name, value in credential.items() if name not in {"@context", "endorsement"}}
    subject, status, proof = (
        _part(members, "credentialSubject"),
        _part(members, "credentialStatus"),
        proof_of(credential),
    )
    achievement = _part(subject, "achievement")
    criteria = _part(achievement, "criteria")
    texts = [members.get("name"), members.get("validFrom"), proof.get("created"), achievement.get("id")]
    return (
        credential.get("@context") == CONTEXTS
        and _is_plain(members)
        and isinstance(members.get("issuer"), dict)
        and all(isinstance(text, str) for text in [*texts, criteria.get("narrative")])
        and bool(as_list(subject.get("identifier")))
        and status.get("type") == "BitstringStatusListEntry"
        and status.get("statusPurpose") == "revocation"
        and re.fullmatch("[0-9]+", str(status.get("statusListIndex"))) is not None
        and isinstance(status.get("statusListIndex"), str)
        and isinstance(status.get("statusListCredential"), str)
        and all(isinstance(one, dict) for one in as_list(credential.get("endorsement")))
    )


def as_list(value: Any) -> list[Any]:
    """Return a value as a list, whether or not it is one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _part(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a member that is an object; {} where it is missing or something else."""
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(not isinstance(item, list) and _is_plain(item) for item in value)
    if not isinstance(value, dict):
        return True
    return all(PLAIN_KEY.fullmatch(key) and _is_plain(item) for key, item in value.items())
