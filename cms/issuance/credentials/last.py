"""What is left of the issuer when its private key is gone: the lists as they were signed last.

KEYS_DIR/last/status-<n>.json   the status lists; exported from now on as they are
KEYS_DIR/last/destroyed.json    when the key was destroyed, and which one it was

Public keys stay where they are, in KEYS_DIR/public: badges are checked with them for ever.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cms.issuance.credentials.errors import SigningKeyError
from cms.issuance.credentials.keys import (
    destroyed_on,
    load_signing_key,
    make_private,
    private_key_files,
    record_destruction,
)
from cms.projects import current

Lists = dict[int, dict[str, Any]]


def destroy_keys(lists: Mapping[int, dict[str, Any]]) -> list[str]:
    """Keep the lists, then delete every private key, the replaced ones too; return the names of the files.

    Nothing is deleted before the lists are safely on disk. A second call finds nothing more to delete.

    Raises:
        SigningKeyError: there is no usable key, so the lists cannot be the last that it signed.
    """
    if not private_key_files() and destroyed_on():
        return []
    key = load_signing_key()
    folder = _folder()
    make_private(folder)
    for path in folder.glob("status-*.json"):
        path.unlink()
    for number, document in lists.items():
        (folder / f"status-{number}.json").write_text(json.dumps(document, ensure_ascii=False) + "\n", "utf-8")
    record_destruction(key.public, datetime.now(UTC).replace(microsecond=0))
    gone = private_key_files()
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def last_lists() -> Lists:
    """Return the status lists that were signed last, by number.

    Raises:
        SigningKeyError: the key was never destroyed, or the lists are lost with the folder.
    """
    found = {
        int(path.stem.removeprefix("status-")): json.loads(path.read_text("utf-8"))
        for path in sorted(_folder().glob("status-*.json"))
    }
    if not found:
        raise SigningKeyError(
            "The last status lists are missing from the folder of the keys (last/). Take the badges’ record from the "
            "last export: manage.py export_site --record DIR"
        )
    return found


def _folder() -> Path:
    return current().keys_dir / "last"
