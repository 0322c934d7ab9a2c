"""Tests: everything that is written goes to memory or a temporary folder, but for pictures kept in var/cache."""

import tempfile
from pathlib import Path

from cms.operation import logs
from cms.settings.base import *  # noqa: F403
from cms.settings.base import FURTHER_LANGUAGES, INSTALLED_APPS, LANGUAGES

_folder = Path(tempfile.mkdtemp(prefix="perennial-test-"))

DEMO = True
# Those of the first project; tests of a further one name its own.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [item for item in LANGUAGES if item not in FURTHER_LANGUAGES]
SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["cms.demo", *INSTALLED_APPS]
KEYS_DIR = _folder / "keys"
EXPORT_DIR = _folder / "dist"
MEDIA_ROOT = _folder / "media"
STATIC_ROOT = None
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = _folder / "outbox"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _folder / "evidence"},
    },
}
EXPORT_AFTER_SECONDS = 0
# One process an export: tests run side by side as it is. What workers do is tested where they are named.
EXPORT_WORKERS = 1
# A process counts over all its tests, so that a limit would strike one of them by chance. Limits are tested by name.
API_REQUESTS_PER_MINUTE = API_LOGINS_PER_MINUTE = LOGIN_TRIES = 0
LOGGING = logs.settings_for("text", "ERROR")
MIN_FREE_MB = 0
