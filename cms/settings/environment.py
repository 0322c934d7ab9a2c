"""Environment variables -> typed values. Settings read `os.environ` nowhere else."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def text(name: str, default: str = "") -> str:
    """Return the variable as text, without surrounding spaces."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Return the variable as a truth value.

    Raises:
        ImproperlyConfigured: the text is none of 1, true, yes, on, 0, false, no, off.
    """
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0.")


def number(name: str, default: int) -> int:
    """Return the variable as a whole number.

    Raises:
        ImproperlyConfigured: the text is not a whole number.
    """
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number.") from error


def items(name: str, default: str = "") -> list[str]:
    """Return the variable, split at commas, without empty items."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def folder(name: str, default: Path) -> Path:
    """Return the variable as an absolute path."""
    value = text(name)
    return Path(value).expanduser().resolve() if value else default


def pairs(name: str) -> dict[str, str]:
    """Return the variable, items key=value split at commas.

    Raises:
        ImproperlyConfigured: an item has no key or no value.
    """
    found = {}
    for item in items(name):
        key, _sign, value = item.partition("=")
        if not key.strip() or not value.strip():
            raise ImproperlyConfigured(f"{name}={item!r}: write key=value, several with commas between them.")
        found[key.strip()] = value.strip()
    return found
