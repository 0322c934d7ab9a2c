"""The issuer's keys: one private key that signs now, and every public key that ever signed.

KEYS_DIR/signing-key.pem     Ed25519, PKCS #8, mode 0600, encrypted where PERENNIAL_SIGNING_PASSPHRASE is set
KEYS_DIR/retired/<key>.pem   private keys replaced by a rotation; to be destroyed by the operator
KEYS_DIR/public/<key>.json   one file a public key, for ever: old badges are checked with them

A key's name is its multikey text (Controlled Identifiers 1.0, section 2.2.2, "Multikey"), and so is the fragment of its
verification method: a verifier that finds the issuer's host gone still has the key in the credential.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from openbadgeslib.ob3 import multikey_from_pem

from cms.issuance.credentials.errors import SigningKeyError
from cms.settings import environment

PASSPHRASE_VARIABLE = "PERENNIAL_SIGNING_PASSPHRASE"  # noqa: S105 - the variable's name, not its value


@dataclass(frozen=True)
class PublicKey:
    """A key that signs or once signed, with the moment it was made."""

    multikey: str
    created: datetime


@dataclass(frozen=True)
class SigningKey:
    """The private key that signs now."""

    private: Ed25519PrivateKey
    public: PublicKey


def load_signing_key() -> SigningKey:
    """Read the private key that signs now.

    Raises:
        SigningKeyError: there is none, it cannot be decrypted, or its public half was never recorded.
    """
    path = _signing_path()
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        raise SigningKeyError("There is no signing key. Make one with: manage.py make_signing_key") from None
    try:
        private = serialization.load_pem_private_key(pem, _passphrase())
    except (TypeError, ValueError) as error:
        raise SigningKeyError(f"{path.name} cannot be read: check {PASSPHRASE_VARIABLE}. ({error})") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyError(f"{path.name} is not an Ed25519 key; eddsa-rdfc-2022 takes no other.")
    name = multikey(private.public_key())
    for public in load_public_keys():
        if public.multikey == name:
            return SigningKey(private, public)
    raise SigningKeyError(f"public/{name}.json is missing: badges signed with this key could not be checked.")


def load_public_keys() -> list[PublicKey]:
    """Return all public keys, the oldest first."""
    keys = []
    for path in _public_folder().glob("*.json"):
        facts = json.loads(path.read_text())
        keys.append(PublicKey(facts["publicKeyMultibase"], datetime.fromisoformat(facts["created"])))
    return sorted(keys, key=lambda key: (key.created, key.multikey))


def make_signing_key(*, rotate: bool = False) -> PublicKey:
    """Make the first key, or with `rotate` its successor. No key is ever overwritten or deleted.

    Raises:
        SigningKeyError: there is a key already and `rotate` was not asked for, or none to rotate.
    """
    path = _signing_path()
    if path.exists() and not rotate:
        raise SigningKeyError(f"{path.name} exists. To sign with a new key from now on, add --rotate.")
    old = load_signing_key() if rotate else None
    private = Ed25519PrivateKey.generate()
    public = PublicKey(multikey(private.public_key()), datetime.now(UTC).replace(microsecond=0))
    # The public half first: a key that signs must be one that can be checked.
    _record(public)
    if old is not None:
        retired = path.parent / "retired"
        retired.mkdir(mode=0o700, exist_ok=True)
        path.rename(retired / f"{old.public.multikey}.pem")
    _write_private(path, private)
    return public


def multikey(key: Ed25519PublicKey) -> str:
    """Return the key as multikey text, z6Mk..."""
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return str(multikey_from_pem(pem))


def _signing_path() -> Path:
    return Path(settings.KEYS_DIR) / "signing-key.pem"


def _public_folder() -> Path:
    return Path(settings.KEYS_DIR) / "public"


def _passphrase() -> bytes | None:
    return environment.text(PASSPHRASE_VARIABLE).encode() or None


def _record(key: PublicKey) -> None:
    folder = _public_folder()
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"publicKeyMultibase": key.multikey, "created": key.created.isoformat()}
    with (folder / f"{key.multikey}.json").open("x") as file:
        file.write(json.dumps(facts, indent=2) + "\n")


def _write_private(path: Path, private: Ed25519PrivateKey) -> None:
    secret = _passphrase()
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption(),
    )
    # O_EXCL: two processes that start together make one key, and a key is never overwritten.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
