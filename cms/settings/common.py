"""What the CMS and the issuance endpoint share: languages, database, mail, addresses, folders."""

from pathlib import Path
from typing import Any

import dj_database_url

from cms.operation import logs
from cms.settings import environment, services
from cms.settings.environment import BASE_DIR

# The seventh language is one line here and its files in content/ and locale/.
LANGUAGES = [
    ("en", "English"),
    ("fi", "Suomi"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("pl", "Polski"),
    ("ro", "Română"),
]
# Languages that only further projects use: one line here too, and a project.yaml that names them.
FURTHER_LANGUAGES = [
    ("fr", "Français"),
    ("lt", "Lietuvių"),
    ("nb", "Norsk bokmål"),
]
LANGUAGES += FURTHER_LANGUAGES
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [BASE_DIR / "locale"]

# Run-time data. Made here, because SQLite opens its file before anything else could make the folder.
VAR_DIR: Path = environment.folder("PERENNIAL_VAR_DIR", BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)
# Badge pictures and fonts: what awards are baked into and certificates set in, beside what pages show.
ASSETS_DIR: Path = environment.folder("PERENNIAL_ASSETS_DIR", VAR_DIR / "assets")
KEYS_DIR: Path = environment.folder("PERENNIAL_KEYS_DIR", VAR_DIR / "keys")

# Where the exported site is read by the public, without a slash at the end. Credentials, canonical
# addresses and mails name it; the pages themselves link to each other relatively.
PUBLIC_URL = environment.text("PERENNIAL_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
# What badges name as their issuer, lists and criteria, for ever: the old address, once the site has moved to another
# host; empty: PUBLIC_URL.
ISSUER_URL = environment.text("PERENNIAL_ISSUER_URL").rstrip("/")
# Where the issuance endpoint answers; the forms of the static site post to it.
ENDPOINT_URL = environment.text("PERENNIAL_ENDPOINT_URL", PUBLIC_URL).rstrip("/")
# Sites that may post forms to the endpoint, as exact origins (scheme://host[:port]).
ALLOWED_ORIGINS = environment.items("PERENNIAL_ALLOWED_ORIGINS", PUBLIC_URL)

# Where further projects are read, as key=address; else the address in their project.yaml, else PUBLIC_URL/key.
PROJECT_URLS = environment.pairs("PERENNIAL_PROJECT_URLS")

# Signed into every badge, for ever; project.yaml names the same issuer to readers.
ISSUER_NAME = environment.text("PERENNIAL_ISSUER_NAME", "SOSTRA Soft Skills Badges")

# Publishes every badge in the hosted form of Open Badges 2.0 too: one public file a holder, for ever.
HOSTED_BADGES = environment.flag("PERENNIAL_HOSTED_BADGES")

SQLITE_OPTIONS: dict[str, Any] = {
    # Readers and one writer at a time without "database is locked": wait, and take the write lock at BEGIN.
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # A checkpoint after 16 MB (4,000 pages), so that what is written again and again is copied once.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000; PRAGMA foreign_keys=ON;"
    ),
}


CONNECT_SECONDS = 10


def database(default_name: str) -> dict[str, Any]:
    """Return Django's DATABASES from DATABASE_URL, or SQLite in `VAR_DIR` where it is not set."""
    url = environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / default_name}")
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = SQLITE_OPTIONS
    elif config["ENGINE"] == "django.db.backends.postgresql":
        # A machine that is gone does not refuse, it says nothing; without this a request would wait for minutes.
        config["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, **config.get("OPTIONS", {})}
    return {"default": config}


DATABASES = database("perennial.sqlite3")
# Whether a Redis remembers for all machines what may be forgotten.
REDIS_URL = services.REDIS_URL
CACHES = services.caches()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

EMAIL_BACKEND = environment.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "badges@localhost")

# Within so many days an assessor decides, unless a lead sets another date.
ASSESSMENT_DAYS = environment.number("PERENNIAL_ASSESSMENT_DAYS", 14)

# The largest form the endpoint reads, without its files; anything longer is refused before it is parsed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024

# Whether a proxy of ours stands in front: then its headers say the scheme and the sender's address.
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
# Applications an hour from one address of the internet: with proof of work, and without (a browser without scripts).
HOURLY_LIMIT = environment.number("PERENNIAL_HOURLY_LIMIT", 60)
HOURLY_LIMIT_WITHOUT_PROOF = environment.number("PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF", 10)
# Applications a day in the name of one mailbox.
MAILBOX_LIMIT = environment.number("PERENNIAL_MAILBOX_LIMIT", 20)
# The proof of work tries half so many numbers on average: about 50,000 take a phone a quarter of a second.
PROOF_NUMBERS = environment.number("PERENNIAL_PROOF_NUMBERS", 100_000)

# Files as evidence, an option: how many an application may have (0: links only), and their sizes.
EVIDENCE_FILES = environment.number("PERENNIAL_EVIDENCE_FILES", 0)
EVIDENCE_FILE_MB = environment.number("PERENNIAL_EVIDENCE_FILE_MB", 5)
EVIDENCE_TOTAL_MB = environment.number("PERENNIAL_EVIDENCE_TOTAL_MB", 12)
# The virus scanner's socket: a path, or host:port.
CLAMD = environment.text("PERENNIAL_CLAMD")
EVIDENCE_STORAGE = services.evidence_storage(environment.folder("PERENNIAL_EVIDENCE_DIR", VAR_DIR / "evidence"))
services.refuse_shared_buckets()

# How many days things are kept; the privacy notice (content/pages/privacy) promises the same.
KEEP_UNFINISHED_DAYS = environment.number("PERENNIAL_KEEP_UNFINISHED_DAYS", 90)
KEEP_EVIDENCE_DAYS = environment.number("PERENNIAL_KEEP_EVIDENCE_DAYS", 183)
KEEP_REFUSED_DAYS = environment.number("PERENNIAL_KEEP_REFUSED_DAYS", 365)

# A static page must send its origin, else the endpoint cannot know the form (see docs/decisions).
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# Lines of the log: "json" for machines, "text" for people; from which level on.
LOG_FORMAT = environment.text("PERENNIAL_LOG_FORMAT", "json")
LOG_LEVEL = environment.text("PERENNIAL_LOG_LEVEL", "INFO").upper()
LOGGING = logs.settings_for(LOG_FORMAT, LOG_LEVEL)
# What /readyz asks: name -> function that raises where something is not there.
HEALTH_CHECKS = {
    name: f"cms.operation.health.checks.{name}" for name in ("database", "migrations", "mail", "disk", "clock")
}
# Less room than this on a disk that is written to, and the process says that it is not ready.
MIN_FREE_MB = environment.number("PERENNIAL_MIN_FREE_MB", 200)
# Prometheus shows it to read /metrics; without it there is no such page.
METRICS_TOKEN = environment.text("PERENNIAL_METRICS_TOKEN")
# A Sentry for errors; nothing about people is sent.
SENTRY_DSN = environment.text("SENTRY_DSN")
