"""Origins and addresses of the public site."""

from functools import lru_cache
from urllib.parse import urlsplit

from cms.projects import current


@lru_cache(maxsize=64)
def origin_of(address: str) -> str:
    """Return scheme://host[:port] of a web address, or "" where it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


def public_page(language: str, name: str) -> str:
    """Return the address of a page of the static site."""
    return f"{current().public_url}/{language}/{name}/"
