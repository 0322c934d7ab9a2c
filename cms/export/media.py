"""Where the files of editors lie on this machine; those in a bucket are fetched once."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage


def local_file(name: str) -> Path:
    """Return the path of a file of the media storage. From a bucket it is copied into CACHE_DIR, and kept there.

    What a name stands for never changes: another picture gets another name.

    Raises:
        FileNotFoundError: it is not in the bucket. In a folder nobody looks: who reads it finds out.
    """
    if isinstance(default_storage, FileSystemStorage):
        return Path(settings.MEDIA_ROOT) / name
    path = Path(settings.CACHE_DIR) / "media" / name
    if not path.is_file():
        try:
            with default_storage.open(name) as source:
                content = source.read()
        except FileNotFoundError as error:
            raise FileNotFoundError(f"{name} is missing from the bucket of PERENNIAL_MEDIA_BUCKET") from error
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.write_bytes(content)
        fresh.replace(path)
    return path
