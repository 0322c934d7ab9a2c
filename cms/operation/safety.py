"""Settings that are unsafe or contradict each other -> words that say what to set.

Asked when production starts, which then refuses, and by `manage.py check` under any settings.
"""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cms.accounts.leaked import faults_of
from cms.operation.places import contradictions

SHORTEST_SECRET, FEWEST_SIGNS, SHORTEST_TOKEN = 50, 5, 16
HOME = frozenset({"127.0.0.1", "localhost", "::1"})
NO_MAIL = ("console", "locmem", "filebased", "dummy", "mailbox")
ROLES = frozenset({"everybody", "administrators", "publishers", "assessors", "leads"})
NOBODY = "nobody"

Rule = Callable[[Any], Iterator[str]]


def problems(settings: Any) -> list[str]:
    """Return what is wrong with settings that serve the public, each as “NAME: what to set”."""
    return [words for rule in RULES for words in rule(settings)]


def demo_problems(settings: Any) -> list[str]:
    """Return why the demo's settings may not serve this address, if they may not."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if host in HOME:
        return []
    return [
        "DJANGO_SETTINGS_MODULE: set cms.settings.production; the demo has accounts with a known password, "
        f"and PERENNIAL_PUBLIC_URL says {host}."
    ]


def _secrets(settings: Any) -> Iterator[str]:
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_SIGNS or key.startswith(("django-insecure", "@")):
        yield "SECRET_KEY: set 50 or more random characters."
    token = settings.METRICS_TOKEN
    if token and len(token) < SHORTEST_TOKEN:
        yield "PERENNIAL_METRICS_TOKEN: set 16 or more random characters, or nothing: then there are no figures."
    if settings.DEBUG:
        yield "DEBUG: remove it; production never runs with DEBUG."


def _addresses(settings: Any) -> Iterator[str]:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS: list the host names of the CMS, separated by commas."
    for host in settings.ALLOWED_HOSTS:
        if "/" in host or (":" in host and not host.startswith("[")):
            yield f"ALLOWED_HOSTS: write {host!r} as a host name only, without scheme and port."
    for name, url, what in (
        ("PERENNIAL_PUBLIC_URL", settings.PUBLIC_URL, "of the public site"),
        ("PERENNIAL_ENDPOINT_URL", settings.ENDPOINT_URL, "of the endpoint"),
        ("PERENNIAL_ISSUER_URL", settings.ISSUER_URL or settings.PUBLIC_URL, "that badges name"),
    ):
        if not url.startswith("https://") or not urlsplit(url).hostname:
            yield f"{name}: set the https:// address {what}."


def _origins(settings: Any) -> Iterator[str]:
    lists = (
        ("PERENNIAL_ALLOWED_ORIGINS", settings.ALLOWED_ORIGINS),
        ("PERENNIAL_API_ORIGINS", [origin for origin in settings.API_ORIGINS if origin != "*"]),
        ("CSRF_TRUSTED_ORIGINS", settings.CSRF_TRUSTED_ORIGINS),
    )
    for name, origins in lists:
        for origin in origins:
            # The site's own address may have a path; what browsers send is without.
            if origin != settings.PUBLIC_URL and origin != _origin(origin):
                yield f"{name}: write {origin!r} as scheme://host or scheme://host:port, with nothing after it."
            elif urlsplit(origin).scheme != "https":
                yield f"{name}: {origin!r} must be https:// like the site itself."
    if _origin(settings.PUBLIC_URL) not in {_origin(origin) for origin in settings.ALLOWED_ORIGINS}:
        yield f"PERENNIAL_ALLOWED_ORIGINS: add {_origin(settings.PUBLIC_URL)}; else the site's own forms are refused."


def _proxy(settings: Any) -> Iterator[str]:
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE: leave them on; the site is https://."
    if settings.SECURE_SSL_REDIRECT and not settings.BEHIND_PROXY:
        yield (
            "BEHIND_PROXY: set 1 where a proxy of yours ends TLS and overwrites X-Forwarded-Proto and X-Forwarded-For; "
            "without it every request is sent to https:// for ever. Where TLS ends in this process, set "
            "SECURE_SSL_REDIRECT=0."
        )
    if settings.BEHIND_PROXY and not settings.SECURE_PROXY_SSL_HEADER:
        yield "SECURE_PROXY_SSL_HEADER: leave it to BEHIND_PROXY; without it no request is known to be https://."


def _mail(settings: Any) -> Iterator[str]:
    backend = settings.EMAIL_BACKEND
    if any(f".{kind}." in backend for kind in NO_MAIL):
        yield f"EMAIL_BACKEND: remove it, or name one that sends; {backend} sends nothing, and applicants wait."
    is_near = settings.EMAIL_HOST in HOME
    if settings.EMAIL_HOST_PASSWORD and not is_near and not settings.EMAIL_USE_TLS:
        yield "EMAIL_USE_TLS: set 1; the password of the mail server would cross the network in clear."
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        yield "DEFAULT_FROM_EMAIL: set a mailbox that somebody reads; other servers refuse mails from localhost."


def _login(settings: Any) -> Iterator[str]:
    for role in settings.SECOND_FACTOR_FOR:
        if role not in ROLES | {NOBODY}:
            yield f"PERENNIAL_SECOND_FACTOR_FOR: {role!r} is none of {', '.join(sorted(ROLES | {NOBODY}))}."
    if NOBODY in settings.SECOND_FACTOR_FOR and len(settings.SECOND_FACTOR_FOR) > 1:
        yield "PERENNIAL_SECOND_FACTOR_FOR: nobody stands alone."
    if settings.LOGIN_TRIES <= 0 or settings.LOGIN_TRIES_FROM_ADDRESS < settings.LOGIN_TRIES:
        yield (
            "PERENNIAL_LOGIN_TRIES: set 1 or more, and PERENNIAL_LOGIN_TRIES_FROM_ADDRESS no fewer; "
            "else passwords can be guessed without end."
        )
    if settings.SESSION_COOKIE_AGE <= 0 or settings.SESSION_IDLE_MINUTES < 0 or settings.CONFIRM_MINUTES <= 0:
        yield "PERENNIAL_SESSION_HOURS, PERENNIAL_SESSION_IDLE_MINUTES, PERENNIAL_CONFIRM_MINUTES: set more than 0."


def _passwords(settings: Any) -> Iterator[str]:
    if settings.LEAKED_PASSWORDS:
        for fault in faults_of(Path(settings.LEAKED_PASSWORDS)):
            yield f"PERENNIAL_LEAKED_PASSWORDS: {fault}"


def _machines(settings: Any) -> Iterator[str]:
    shared = [
        words
        for words, backend in (
            ("media in a bucket", settings.STORAGES["default"]["BACKEND"]),
            ("a shared cache", getattr(settings, "CACHES", {}).get("default", {}).get("BACKEND", "")),
        )
        if "s3" in backend.lower() or "redis" in backend.lower()
    ]
    if shared and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield (
            f"DATABASE_URL: name a PostgreSQL database; a SQLite file is on one machine, "
            f"and {' and '.join(shared)} is for several."
        )


def _keys(settings: Any) -> Iterator[str]:
    folder = Path(settings.KEYS_DIR)
    if not folder.is_dir():
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o007:
        yield f"PERENNIAL_KEYS_DIR: {folder} can be opened by others; set its mode: chmod -R go= {folder}"
    for path in sorted(folder.rglob("*.pem")):
        if stat.S_IMODE(path.stat().st_mode) & 0o077 and _is_private(path):
            yield f"PERENNIAL_KEYS_DIR: {path} can be read by others; set its mode: chmod -R go= {folder}"


def _is_private(path: Path) -> bool:
    try:
        return b"PRIVATE" in path.read_bytes()[:100]
    except PermissionError:
        return False


def _folders(settings: Any) -> Iterator[str]:
    yield from contradictions(settings)


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}" if parts.scheme and parts.hostname else ""


RULES: tuple[Rule, ...] = (
    _secrets,
    _addresses,
    _origins,
    _proxy,
    _mail,
    _login,
    _passwords,
    _machines,
    _keys,
    _folders,
)
