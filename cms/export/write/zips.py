"""Files -> a zip file whose bytes depend on nothing but them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

# The earliest time a zip can name: the same content gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
LEVEL = 6
SMALL_ALREADY = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2", ".mp3", ".m4a", ".ogg", ".opus"),
        *(".gz", ".br", ".zip", ".epub"),
    }
)


def zip_files(files: Mapping[str, bytes], first: Iterable[str] = (), stored: Iterable[str] = ()) -> bytes:
    """Return a zip file of the files.

    Args:
        files: content by name.
        first: names that come before all others, in this order; the others are sorted.
        stored: names that are not compressed, as some formats ask; what is small already never is.
    """
    front = list(first)
    written = io.BytesIO()
    write_zip(written, [*front, *sorted(files.keys() - set(front))], files.__getitem__, stored)
    return written.getvalue()


def write_zip(
    target: Path | BinaryIO, names: Iterable[str], read: Callable[[str], bytes], stored: Iterable[str] = ()
) -> None:
    """Write a zip file of the named files in their order; each is read when it is its turn."""
    plain = set(stored)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, NO_TIME)
            info.create_system = 3  # Unix, so that the permissions below are read as such.
            info.external_attr = 0o100644 << 16
            is_plain = name in plain or PurePosixPath(name).suffix in SMALL_ALREADY
            info.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, read(name))
