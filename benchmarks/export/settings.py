"""The CMS on the benchmark corpus: its own database, media and assets in the folder that BENCH_CORPUS names."""

from pathlib import Path

from cms.settings import environment
from cms.settings.base import *  # noqa: F403
from cms.settings.base import FURTHER_LANGUAGES, INSTALLED_APPS, LANGUAGES, VAR_DIR
from cms.settings.common import SQLITE_OPTIONS

CORPUS_DIR: Path = environment.folder("BENCH_CORPUS", VAR_DIR / "bench" / "corpus-100")

# One project, as the peers have it.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [item for item in LANGUAGES if item not in FURTHER_LANGUAGES]

SECRET_KEY = "made up: nothing of the benchmark is secret"
ALLOWED_HOSTS = ["corpus.example", "testserver", "localhost"]
PUBLIC_URL = ENDPOINT_URL = WAGTAILADMIN_BASE_URL = "https://corpus.example"
ALLOWED_ORIGINS = [PUBLIC_URL]
# It serves nobody, so nothing of it need be safe.
SILENCED_SYSTEM_CHECKS = ["perennial.E001"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": CORPUS_DIR / "corpus.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }
}
INSTALLED_APPS = ["benchmarks.export.corpus", *INSTALLED_APPS]

# Django's usual eight with the one for languages, and Wagtail's redirects: what a site in production has.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# The corpus is written in bulk: its pages have no history that translations could follow.
TRANSLATION_SYNC = False

MEDIA_ROOT = CORPUS_DIR / "media"
KEYS_DIR = CORPUS_DIR / "keys"
# Both kinds of template name the same two files: /assets/corpus.css and /assets/corpus.js.
ASSETS_DIR = CORPUS_DIR / "assets"
STATIC_URL = "/assets/"
STATIC_ROOT = CORPUS_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
