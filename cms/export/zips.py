"""Files -> a zip file whose bytes depend on nothing but them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

# The earliest time a zip can name: the same content gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
SMALL_ALREADY = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2", ".mp3", ".m4a", ".ogg", ".opus", ".gz", ".zip", ".epub"}
)


def zip_files(files: Mapping[str, bytes], first: Iterable[str] = (), stored: Iterable[str] = ()) -> bytes:
    """Return a zip file of the files.

    Args:
        files: content by name.
        first: names that come before all others, in this order; the others are sorted.
        stored: names that are not compressed, as some formats ask; what is small already never is.
    """
    front, plain = list(first), set(stored)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in [*front, *sorted(files.keys() - set(front))]:
            info = zipfile.ZipInfo(name, NO_TIME)
            info.create_system = 3  # Unix, so that the permissions below are read as such.
            info.external_attr = 0o100644 << 16
            is_plain = name in plain or PurePosixPath(name).suffix in SMALL_ALREADY
            info.compress_type = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    return written.getvalue()
