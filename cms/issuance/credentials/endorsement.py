"""Endorsement credentials (Open Badges 3.0, "EndorsementCredential"): a partner says something of a badge or of us.

A partner signs with a key of its own, as did:key or did:web, and the fragment of its verification method is the key
itself: such a document can be checked for ever with nothing else at hand.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.dateparse import parse_datetime
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import verify_data_integrity_proof
from openbadgeslib.ob3.did import resolve_did

from cms.issuance.credentials.documents import CONTEXTS, Document, timestamp
from cms.issuance.credentials.errors import EndorsementError
from cms.issuance.credentials.keys import multikey, read_private_key, write_private_key
from cms.issuance.credentials.signing import sign_document

# Every member that the contexts define for such a document and that means something here. A member that no context
# defines would not be covered by the signature, so there is no room for others.
_FORM: Mapping[str, Mapping[str, bool]] = {
    "": {
        "@context": True,
        "id": True,
        "type": True,
        "name": False,
        "description": False,
        "issuer": True,
        "validFrom": True,
        "validUntil": False,
        "credentialSubject": True,
        "proof": True,
    },
    "issuer": {"id": True, "type": True, "name": True, "url": False, "description": False},
    "credentialSubject": {"id": True, "type": True, "endorsementComment": True},
}
LONGEST_COMMENT = 2000


def endorsement(
    credential_id: str,
    endorser: Mapping[str, str],
    subject: str,
    comment: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
) -> Document:
    """Return an endorsement of the thing whose id is `subject`, unsigned.

    `endorser` has id (a DID), name and url, and may have a description: in which role the organisation speaks.
    """
    issuer = {"id": endorser["id"], "type": ["Profile"], "name": endorser["name"], "url": endorser["url"]}
    if endorser.get("description"):
        issuer["description"] = endorser["description"]
    document = {
        "@context": CONTEXTS,
        "id": credential_id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": endorser["name"],
        "issuer": issuer,
        "validFrom": timestamp(valid_from),
        "credentialSubject": {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": comment},
    }
    return {**document, "validUntil": timestamp(valid_until)} if valid_until else document


def partner_key(organisation: str) -> tuple[Ed25519PrivateKey, str]:
    """Return the private key that we keep for a partner without one of its own, and its did:key; it is made once.

    Raises:
        SigningKeyError: the key cannot be read.
    """
    name = re.sub(r"[^\w]+", "-", organisation.lower()).strip("-")
    path = Path(settings.KEYS_DIR) / "partners" / f"{name}.pem"
    if not path.exists():
        write_private_key(path, Ed25519PrivateKey.generate())
    private = read_private_key(path)
    return private, f"did:key:{multikey(private.public_key())}"


def sign_endorsement(document: Document, private: Ed25519PrivateKey, created: datetime) -> Document:
    """Return the endorsement with its proof, in a list of one as the JSON schema wants it.

    Raises:
        UnsignableError: a text has a control character.
        EndorsementError: the document has not the form that `check_endorsement` asks for.
    """
    method = f"{document['issuer']['id']}#{multikey(private.public_key())}"
    signed = sign_document(document, private, method, created)
    signed["proof"] = [signed["proof"]]
    check_endorsement(signed)
    return signed


def check_endorsement(document: Any) -> None:
    """Check form and signature of an endorsement, whoever signed it; whose key it is only the caller can know.

    Raises:
        EndorsementError: with what is wrong.
    """
    _check_form(document)
    proof = document["proof"][0]
    did, _, key = str(proof.get("verificationMethod")).partition("#")
    if did != document["issuer"]["id"] or not key.startswith("z6Mk"):
        raise EndorsementError("proof: verificationMethod must be the issuer's id, a # and an Ed25519 key (z6Mk…).")
    if did.startswith("did:key:") and did != f"did:key:{key}":
        raise EndorsementError("proof: verificationMethod names another key than the issuer's id.")
    try:
        verify_data_integrity_proof({**document, "proof": proof}, resolve_did(f"did:key:{key}"))
    except (LibOpenBadgesException, ValueError) as error:
        raise EndorsementError(f"Its signature does not hold: {error}") from error


def _check_form(document: Any) -> None:
    for part, members in _FORM.items():
        value = document.get(part) if part and isinstance(document, dict) else document
        if not isinstance(value, dict):
            raise EndorsementError(f"{part or 'The file'}: this is not an endorsement credential of Open Badges 3.0.")
        for name in value.keys() - members.keys():
            raise EndorsementError(f"{part or 'The file'}: “{name}” is not known here. Sign it again without.")
        for name in members:
            if members[name] and not value.get(name):
                raise EndorsementError(f"{part or 'The file'}: “{name}” is missing.")
    if document["@context"] != CONTEXTS:
        raise EndorsementError(f"@context: must be {', '.join(CONTEXTS)}.")
    if "validUntil" in document and not _is_moment(document["validUntil"]):
        raise EndorsementError("validUntil: must be a moment such as 2027-12-31T23:59:59Z.")
    if set(document["type"]) != {"VerifiableCredential", "EndorsementCredential"}:
        raise EndorsementError("type: must be VerifiableCredential and EndorsementCredential.")
    proofs = document["proof"]
    if not isinstance(proofs, list) or len(proofs) != 1 or not isinstance(proofs[0], dict):
        raise EndorsementError("proof: must be a list of one proof (eddsa-rdfc-2022).")
    texts = [document["id"], *document["issuer"].values(), *document["credentialSubject"].values()]
    if not all(isinstance(text, str) or text in (["Profile"], ["EndorsementSubject"]) for text in texts):
        raise EndorsementError("The members of issuer and credentialSubject must be texts.")
    if len(document["credentialSubject"]["endorsementComment"]) > LONGEST_COMMENT:
        raise EndorsementError(f"credentialSubject: endorsementComment is longer than {LONGEST_COMMENT} characters.")


def _is_moment(value: Any) -> bool:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return moment is not None and moment.tzinfo is not None
