"""Bytes that cost time to make -> kept in CACHE_DIR by what they are made of, for the next export."""

import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

DAY = 24 * 60 * 60
KEPT_DAYS = 90


class Cache:
    """One folder of the cache. Nothing in it is ever wrong: a key names all that the bytes depend on."""

    def __init__(self, name: str) -> None:
        """Use the folder of this name."""
        self.folder = Path(settings.CACHE_DIR) / name

    def path(self, key: str) -> Path:
        """Return where the bytes of a key are kept, if they are."""
        return self.folder / key[:2] / key

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes kept under `key` (hexadecimal digits), or make and keep them."""
        path = self.path(key)
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
    with suppress(OSError), _fresh(path) as file:
        file.write(content)


def keep_object(path: Path, value: object) -> None:
    """Write a pickle as a file of the cache, in one step and without having all of its bytes in memory; see `keep`."""
    with suppress(OSError), _fresh(path) as file:
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)


@contextmanager
def _fresh(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its place when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    with fresh.open("wb") as file:
        yield file
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
