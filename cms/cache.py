"""Bytes that cost time to make -> kept in CACHE_DIR by what they are made of, for the next export."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

DAY = 24 * 60 * 60
KEPT_DAYS = 90


class Cache:
    """One folder of the cache. Nothing in it is ever wrong: a key names all that the bytes depend on."""

    def __init__(self, name: str) -> None:
        """Use the folder of this name."""
        self.folder = Path(settings.CACHE_DIR) / name

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes kept under `key` (hexadecimal digits), or make and keep them."""
        path = self.folder / key[:2] / key
        try:
            content = path.read_bytes()
        except OSError:
            content = make()
            keep(path, content)
            return content
        # The time of the last use, as far as pruning needs it; another export may be pruning.
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - DAY:
                path.touch()
        return content


def keep(path: Path, content: bytes) -> None:
    """Write a file of the cache in one step. Without room, or without the right to write, nothing is kept."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.{id(content)}")
        fresh.write_bytes(content)
        fresh.replace(path)


def prune_cache() -> None:
    """Delete what no export has used for three months; looked for once a day."""
    folder = Path(settings.CACHE_DIR)
    looked = folder / "pruned"
    with suppress(OSError):
        if looked.stat().st_mtime > time.time() - DAY:
            return
    keep(looked, b"")
    oldest = time.time() - KEPT_DAYS * DAY
    for path in folder.rglob("*"):
        # Another export may be pruning too.
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()
