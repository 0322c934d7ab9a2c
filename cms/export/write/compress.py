"""A file of the site -> its .gz and .br variants, which web servers and WhiteNoise send as they are."""

import gzip
import hashlib
import struct
from pathlib import PurePosixPath

import brotli

from cms.cache import Cache

COMPRESSED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"})
# Built once and loaded by every reader: a tenth smaller for forty times the time, spent once a version.
WORTH_THE_TIME = ("assets/", "search/")
# What the names of the variants end with.
VARIANTS = (".gz", ".br")
SMALLEST = 256
_LENGTH = struct.Struct("<Q")


def variants(path: str, content: bytes) -> dict[str, bytes]:
    """Return the compressed variants of a file that is text, by their addresses."""
    if PurePosixPath(path).suffix not in COMPRESSED or len(content) <= SMALLEST:
        return {}
    quality = 11 if path.startswith(WORTH_THE_TIME) else 7
    key = hashlib.sha256(content).hexdigest()
    both = Cache(f"gzip-9-brotli-{quality}").get(key, lambda: _both(content, quality))
    end = _LENGTH.size + _LENGTH.unpack_from(both)[0]
    return {f"{path}.gz": both[_LENGTH.size : end], f"{path}.br": both[end:]}


def _both(content: bytes, quality: int) -> bytes:
    """Return the length of the first variant, and both variants: one file of the cache instead of two."""
    zipped = gzip.compress(content, 9, mtime=0)
    # A window of the file's own size is enough, and many times as fast as the default of 4 MB.
    window = min(max(len(content).bit_length(), 16), 22)
    return _LENGTH.pack(len(zipped)) + zipped + bytes(brotli.compress(content, quality=quality, lgwin=window))
