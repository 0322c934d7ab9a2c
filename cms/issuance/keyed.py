"""Keyed hashes: what only who knows SECRET_KEY can make or check."""

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings


def keyed_hash(purpose: str, text: str) -> str:
    """Return HMAC-SHA256 in hexadecimal, the same as Django's `salted_hmac` gives with the purpose as its salt.

    The key of a purpose is made once a process; an application has three of these hashes.
    """
    return hmac.digest(_key(purpose, settings.SECRET_KEY), text.encode(), "sha256").hex()


@lru_cache(maxsize=16)
def _key(purpose: str, secret: str) -> bytes:
    return hashlib.sha256((purpose + secret).encode()).digest()
