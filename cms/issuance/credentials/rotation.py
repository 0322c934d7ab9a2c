"""A new key in the place of the one that signs: by plan, because it is lost, or because somebody else may have it."""

from datetime import UTC, datetime

from cms.issuance.credentials.errors import SigningKeyError
from cms.issuance.credentials.keys import (
    PublicKey,
    forget_destruction,
    load_signing_key,
    make_signing_key,
    mark_as_leaked,
    signing_path,
)


def rotate_key() -> PublicKey:
    """Sign with a new key from now on. The old public key stays published, and its badges stay valid.

    Raises:
        SigningKeyError: there is no key to rotate, or it cannot be read.
    """
    _retire(load_signing_key().public.multikey)
    return make_signing_key()


def replace_lost_key() -> PublicKey:
    """Sign with a new key because the old one is gone, or cannot be read any more; its badges stay valid.

    A file that cannot be read is kept aside: the passphrase may turn up.

    Raises:
        SigningKeyError: the key is at hand and can be used.
    """
    if signing_path().exists():
        try:
            load_signing_key()
        except SigningKeyError:
            _retire(f"unreadable-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        else:
            raise SigningKeyError("The signing key can be read, so it is not lost. To replace it: manage.py rotate_key")
    # Where the key was destroyed at the end of the project, somebody begins again.
    forget_destruction()
    return make_signing_key()


def replace_leaked_key(name: str = "") -> PublicKey | None:
    """Trust no badge signed with the key any more; return the new key, or None where the old one still signs.

    `name` is the key's multikey text, without it the key that signs now. Every badge signed with it has to be signed
    again: `cms.issuance.awards.reissue`.

    Raises:
        SigningKeyError: no such key is on record, or the one that signs cannot be read.
    """
    current = load_signing_key().public.multikey if not name or signing_path().exists() else ""
    mark_as_leaked(name or current)
    if name and name != current:
        return None if current else make_signing_key()
    _retire(current)
    return make_signing_key()


def _retire(name: str) -> None:
    path = signing_path()
    retired = path.parent / "retired"
    retired.mkdir(mode=0o700, exist_ok=True)
    path.rename(retired / f"{name}.pem")
