"""Settings that are worse than they need be -> words that say what to set.

Warnings of `manage.py check --deploy`: an operator may have a reason, and then silences the one in
PERENNIAL_SILENCED_CHECKS. What nobody may have a reason for is in `safety.py`.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from cms.operation.safety import HOME

# libpq's: the server's certificate is checked, or its name too.
CHECKED_TLS = frozenset({"verify-ca", "verify-full"})

Advice = Callable[[Any], Iterator[str]]


def advice(settings: Any) -> Iterator[tuple[str, str]]:
    """Yield (number of the warning, “NAME: what to set”) for each setting that could be better."""
    for number, ask in ADVICE.items():
        for words in ask(settings):
            yield f"perennial.{number}", words


def _database(settings: Any) -> Iterator[str]:
    for database in settings.DATABASES.values():
        host = database.get("HOST") or ""
        is_elsewhere = database["ENGINE"].endswith("postgresql") and _is_elsewhere(host)
        if is_elsewhere and database.get("OPTIONS", {}).get("sslmode") not in CHECKED_TLS:
            yield (
                "DATABASE_URL: add ?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt (or the file "
                f"of your own authority); without it anybody between here and {host} can read everything, and pass "
                "for the database."
            )


def _redis(settings: Any) -> Iterator[str]:
    parts = urlsplit(settings.REDIS_URL)
    if parts.scheme == "redis" and _is_elsewhere(parts.hostname or ""):
        yield (
            f"PERENNIAL_REDIS_URL: write rediss://; its password and what it remembers cross the network to "
            f"{parts.hostname} in clear."
        )


def _bucket(settings: Any) -> Iterator[str]:
    parts = urlsplit(settings.S3_ENDPOINT_URL)
    if parts.scheme == "http" and _is_elsewhere(parts.hostname or ""):
        yield (
            "PERENNIAL_S3_ENDPOINT_URL: write https://; what applicants send crosses the network to "
            f"{parts.hostname} in clear."
        )


def _mail(settings: Any) -> Iterator[str]:
    if _is_elsewhere(settings.EMAIL_HOST) and not settings.EMAIL_USE_TLS:
        yield (
            f"EMAIL_USE_TLS: set 1; mails hold personal links, and cross the network to {settings.EMAIL_HOST} in clear."
        )


def _scanner(settings: Any) -> Iterator[str]:
    if settings.EVIDENCE_FILES > 0 and not settings.CLAMD:
        yield (
            "PERENNIAL_CLAMD: name clamd's socket (on Debian: apt install clamav-daemon, then "
            "/run/clamav/clamd.ctl); assessors open files that strangers send, and nothing looks at them before."
        )


def _is_elsewhere(host: str) -> bool:
    # No host, or the path of a socket: this machine.
    return bool(host) and not host.startswith("/") and host not in HOME


ADVICE: dict[str, Advice] = {
    "W001": _database,
    "W002": _scanner,
    "W003": _redis,
    "W004": _bucket,
    "W005": _mail,
}
