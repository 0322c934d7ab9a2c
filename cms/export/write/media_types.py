"""The media types of what we publish: Python's own table differs from one machine to the next."""

import mimetypes
from pathlib import PurePosixPath

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".py": "text/x-python; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
    ".zip": "application/zip",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".wacz": "application/wacz",
    # SHA256SUMS, and the list of redirects.
    "": "text/plain; charset=utf-8",
}


def media_type(path: str) -> str:
    """Return the media type of a file by its name; text says that it is UTF-8."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
