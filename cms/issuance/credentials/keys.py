"""The issuer's keys: one private key that signs now, and every public key that ever signed.

KEYS_DIR/signing-key.pem     Ed25519, PKCS #8, mode 0600, encrypted where PERENNIAL_SIGNING_PASSPHRASE is set
KEYS_DIR/retired/<key>.pem   private keys replaced by a rotation; to be destroyed by the operator
KEYS_DIR/public/<key>.json   one file a public key, for ever: old badges are checked with them. `leaked` is the
                             moment from which nobody can trust it any more
KEYS_DIR/last/               what was signed last, once the private key is destroyed (see `last`)

A key's name is its multikey text (Controlled Identifiers 1.0, section 2.2.2, "Multikey"), and so is the fragment of its
verification method: a verifier that finds the issuer's host gone still has the key in the credential.
"""

import json
import os
import stat
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from openbadgeslib.ob3 import multikey_from_pem

from cms.issuance.credentials.errors import SigningKeyError
from cms.projects import FIRST, current
from cms.settings import environment

PASSPHRASE_VARIABLE = "PERENNIAL_SIGNING_PASSPHRASE"  # noqa: S105 - the variable's name, not its value


@dataclass(frozen=True)
class PublicKey:
    """A key that signs or once signed: when it was made and, where somebody else may have it, since when."""

    multikey: str
    created: datetime
    leaked: datetime | None = None


@dataclass(frozen=True)
class SigningKey:
    """The private key that signs now."""

    private: Ed25519PrivateKey
    public: PublicKey


def load_signing_key() -> SigningKey:
    """Read the private key that signs now.

    Raises:
        SigningKeyError: there is none, others may read it, it cannot be decrypted, it is known to be leaked, or its
            public half was never recorded.
    """
    private = read_private_key(signing_path())
    name = multikey(private.public_key())
    for public in load_public_keys():
        if public.multikey == name:
            return SigningKey(private, public)
    if any(key.multikey == name for key in load_leaked_keys()):
        raise SigningKeyError(
            f"{name} is marked as leaked and signs nothing. Make another: manage.py rotate_key --lost"
        )
    raise SigningKeyError(f"public/{name}.json is missing: badges signed with this key could not be checked.")


def load_public_keys() -> list[PublicKey]:
    """Return all public keys that can be trusted, the oldest first."""
    return [key for key in _recorded_keys() if key.leaked is None]


def load_leaked_keys() -> list[PublicKey]:
    """Return the public keys of which somebody else may have the private half: nothing signed with them counts."""
    return [key for key in _recorded_keys() if key.leaked is not None]


def make_signing_key() -> PublicKey:
    """Make the key that signs from now on, where there is none. No key is ever overwritten or deleted.

    Raises:
        SigningKeyError: there is a key already, or the last one was destroyed when the project closed.
    """
    path = signing_path()
    if path.exists():
        raise SigningKeyError(f"{path.name} exists. To sign with a new key from now on: manage.py rotate_key")
    if moment := destroyed_on():
        raise SigningKeyError(
            f"The project was closed, and its key destroyed on {moment:%Y-%m-%d}. To begin again with another key: "
            "manage.py rotate_key --lost"
        )
    private = Ed25519PrivateKey.generate()
    public = PublicKey(multikey(private.public_key()), datetime.now(UTC).replace(microsecond=0))
    # The public half first: a key that signs must be one that can be checked.
    record_public_key(public)
    write_private_key(path, private)
    return public


def mark_as_leaked(name: str) -> PublicKey:
    """Take the key with this multikey text out of the keys that are trusted; it stays on record as leaked.

    Raises:
        SigningKeyError: no such key is on record.
    """
    for key in _recorded_keys():
        if key.multikey == name:
            marked = replace(key, leaked=key.leaked or datetime.now(UTC).replace(microsecond=0))
            record_public_key(marked)
            return marked
    raise SigningKeyError(f"There is no key {name} on record. Its name is in .well-known/did.json, after the #.")


def multikey(key: Ed25519PublicKey) -> str:
    """Return the key as multikey text, z6Mk..."""
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return str(multikey_from_pem(pem))


def signing_path() -> Path:
    """Return where the private key that signs now lies."""
    return current().keys_dir / "signing-key.pem"


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key in the file.

    Raises:
        SigningKeyError: the file is missing, can be read by others, or cannot be decrypted.
    """
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        if moment := destroyed_on():
            raise SigningKeyError(
                f"The signing key was destroyed on {moment:%Y-%m-%d}, when the project closed: nothing can be awarded "
                "or revoked any more."
            ) from None
        raise SigningKeyError("There is no signing key. Make one with: manage.py make_signing_key") from None
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SigningKeyError(f"{path.name} can be read by other accounts of this machine. Set its mode: chmod 600")
    # A key from before there was a passphrase is read without, so that it can be rotated to one with.
    secret = _passphrase() if b"ENCRYPTED" in pem else None
    try:
        private = serialization.load_pem_private_key(pem, secret)
    except (TypeError, ValueError) as error:
        raise SigningKeyError(
            f"{path.name} cannot be read: check {PASSPHRASE_VARIABLE}. Where the passphrase is forgotten: manage.py "
            f"rotate_key --lost; all badges stay valid. ({error})"
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyError(f"{path.name} is not an Ed25519 key; eddsa-rdfc-2022 takes no other.")
    return private


def write_private_key(path: Path, private: Ed25519PrivateKey) -> None:
    """Write the key whole or not at all, readable for this account alone, encrypted where there is a passphrase.

    Raises:
        FileExistsError: there is such a file: two processes that start together make one key.
    """
    secret = _passphrase()
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption(),
    )
    make_private(path.parent)
    # mkstemp gives mode 0600; a link appears at once and never over a file that is there.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    finally:
        Path(temporary).unlink()


def make_private(folder: Path) -> None:
    """Make a folder for keys that others cannot open, and those around it: mkdir gives its mode to the last only."""
    top = FIRST.keys_dir
    for place in (*reversed([path for path in folder.parents if path.is_relative_to(top)]), folder):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)


def private_key_files() -> list[Path]:
    """Return every file with a private key: the one that signs, those replaced, those that could not be read."""
    folder = current().keys_dir
    return sorted([*folder.glob("*.pem"), *(folder / "retired").glob("*.pem")])


def destroyed_on() -> datetime | None:
    """Return when the private key was destroyed; None where it was not."""
    path = _destruction_path()
    return datetime.fromisoformat(json.loads(path.read_text())["destroyed"]) if path.is_file() else None


def record_destruction(key: PublicKey, moment: datetime) -> None:
    """Write down that the private half of a key is destroyed."""
    facts = {"publicKeyMultibase": key.multikey, "destroyed": moment.isoformat()}
    _destruction_path().write_text(json.dumps(facts, indent=2) + "\n")


def forget_destruction() -> None:
    """Take back that nothing signs: a new key does."""
    _destruction_path().unlink(missing_ok=True)


def record_public_key(key: PublicKey) -> None:
    """Write what everybody may know of a key, in the place of what was known before."""
    folder = current().keys_dir / "public"
    make_private(folder)
    facts = {"publicKeyMultibase": key.multikey, "created": key.created.isoformat()}
    if key.leaked is not None:
        facts["leaked"] = key.leaked.isoformat()
    temporary = folder / f".{key.multikey}.new"
    temporary.write_text(json.dumps(facts, indent=2) + "\n")
    temporary.replace(folder / f"{key.multikey}.json")


def _destruction_path() -> Path:
    return current().keys_dir / "last" / "destroyed.json"


def _recorded_keys() -> list[PublicKey]:
    keys = []
    for path in (current().keys_dir / "public").glob("*.json"):
        facts = json.loads(path.read_text())
        leaked = facts.get("leaked")
        keys.append(
            PublicKey(
                facts["publicKeyMultibase"],
                datetime.fromisoformat(facts["created"]),
                datetime.fromisoformat(leaked) if leaked else None,
            )
        )
    return sorted(keys, key=lambda key: (key.created, key.multikey))


def _passphrase() -> bytes | None:
    return environment.text(PASSPHRASE_VARIABLE).encode() or None
