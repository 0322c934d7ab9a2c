"""What a backup holds, and how it is told apart from one of another version."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage, storages

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"


class BackupError(Exception):
    """No backup can be made, or none be restored; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What a restore must know first. `migrations`: "app.name" of each that was applied."""

    format: int
    made: str
    engine: str
    migrations: list[str]

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return asdict(self)


def folders() -> dict[str, Path]:
    """Return the folders of a backup: name in it -> where it lies here. What is in a bucket is the bucket's to keep."""
    found = {"keys": Path(settings.KEYS_DIR), "content": Path(settings.CONTENT_DIR)}
    for name, storage in (("media", default_storage), ("evidence", storages["evidence"])):
        if isinstance(storage, FileSystemStorage):
            found[name] = Path(storage.location)
    return found
