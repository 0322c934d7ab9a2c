"""Files of the site -> their .gz and .br variants, which web servers and WhiteNoise send as they are."""

import gzip
import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

import brotli

from cms.export.cache import Cache

COMPRESSED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"})
# What a reader waits for is made as small as it gets: a tenth smaller for forty times the time, spent once a version.
WAITED_FOR = frozenset({".html", ".css", ".js"})
SMALLEST = 256


def variants(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the compressed variants of those files that are text, by their addresses."""
    chosen = [
        (path, content)
        for path, content in files.items()
        if PurePosixPath(path).suffix in COMPRESSED and len(content) > SMALLEST
    ]
    gz, best, fast = Cache("gzip-9"), Cache("brotli-11"), Cache("brotli-9")

    def compress(item: tuple[str, bytes]) -> list[tuple[str, bytes]]:
        path, content = item
        key = hashlib.sha256(content).hexdigest()
        slow = PurePosixPath(path).suffix in WAITED_FOR
        return [
            (f"{path}.gz", gz.get(key, lambda: gzip.compress(content, 9, mtime=0))),
            (f"{path}.br", (best if slow else fast).get(key, lambda: _brotli(content, 11 if slow else 9))),
        ]

    # Both compressors let other threads run meanwhile.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return {path: content for pairs in pool.map(compress, chosen) for path, content in pairs}


def _brotli(content: bytes, quality: int) -> bytes:
    # A window of the file's own size is enough, and at quality 9 twenty times as fast as the default of 4 MB.
    window = min(max(len(content).bit_length(), 16), 22)
    return bytes(brotli.compress(content, quality=quality, lgwin=window))
