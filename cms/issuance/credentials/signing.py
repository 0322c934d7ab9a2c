"""Sign a document so that every verifier accepts it, or refuse in words."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3LdpVerifier, add_data_integrity_proof, verify_data_integrity_proof

from cms.issuance.credentials.addresses import issuer_did
from cms.issuance.credentials.documents import Document
from cms.issuance.credentials.errors import UnsignableError
from cms.issuance.credentials.keys import SigningKey

# RDF Dataset Canonicalization 1.0 (section 5, N-Quads) escapes these; pyld does not, so a signature over
# them verifies nowhere else. Lone surrogates have no UTF-8. Tab, line feed and carriage return are fine.
UNSIGNABLE_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def sign_credential(document: Document, key: SigningKey, created: datetime) -> Document:
    """Return the credential with one eddsa-rdfc-2022 proof (Data Integrity EdDSA Cryptosuites 1.0, section 3.2).

    The proof covers what JSON-LD makes of the text, and JSON-LD leaves out unknown terms in silence. So the signed
    credential is checked, before anyone gets it, with the verifier of openbadgeslib: it refuses a
    document whose text says more than its signature covers.

    Raises:
        UnsignableError: a text has a character that cannot be signed, or a term that no context defines.
    """
    signed = sign_document(document, key.private, _method(key), created)
    # A list of one: the JSON schema of Open Badges 3.0 takes no single object here.
    signed["proof"] = [signed["proof"]]
    try:
        OB3LdpVerifier(pubkey_pem=key.private.public_key()).verify(signed)
    except (LibOpenBadgesException, ValueError) as error:
        raise UnsignableError(f"The credential cannot be signed: {error}") from error
    return signed


def sign_status_list(document: Document, key: SigningKey, created: datetime) -> Document:
    """Return the status list with its proof.

    Raises:
        UnsignableError: the list does not verify as signed.
    """
    signed = sign_document(document, key.private, _method(key), created)
    try:
        verify_data_integrity_proof(signed, key.private.public_key())
    except LibOpenBadgesException as error:
        raise UnsignableError(f"The status list cannot be signed: {error}") from error
    return signed


def sign_document(document: Document, private: Ed25519PrivateKey, method: str, created: datetime) -> Document:
    """Return the document with an eddsa-rdfc-2022 proof by the key, whose verification method is named `method`.

    Raises:
        UnsignableError: a text has a character that cannot be signed.
    """
    for path, text in _texts(document):
        found = UNSIGNABLE_CHARACTER.search(text)
        if found:
            raise UnsignableError(
                f"{path} contains the control character U+{ord(found[0]):04X}. Remove it and try again."
            )
    try:
        signed = add_data_integrity_proof(document, private, method, created=created)
    except LibOpenBadgesException as error:
        raise UnsignableError(f"The document cannot be signed: {error}") from error
    return dict(signed)


def _method(key: SigningKey) -> str:
    return f"{issuer_did()}#{key.public.multikey}"


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of the document with the path of keys that leads to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, f"{path}[{number}]")
