"""The demo on one's own machine: `make start`. Made-up accounts and a mailbox; never for production."""

import secrets

from cms.operation import logs
from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS, STORAGES, VAR_DIR


def _kept_secret() -> str:
    """Return the demo's secret key, made once and kept in var/ so that sessions survive a restart."""
    path = VAR_DIR / "demo-secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


DEMO = True
SECRET_KEY = _kept_secret()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
INSTALLED_APPS = ["cms.demo", *INSTALLED_APPS]
EMAIL_BACKEND = "cms.demo.mailbox.MailboxBackend"
EMAIL_FILE_PATH = VAR_DIR / "outbox"
DEFAULT_FROM_EMAIL = "Perennial badges <badges@perennial.example>"
# The admin's own files are served from where they are installed: nothing to collect, so the demo starts sooner.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
# Everybody who tries the demo sits at one address.
HOURLY_LIMIT = HOURLY_LIMIT_WITHOUT_PROOF = LOGIN_TRIES = LOGIN_TRIES_FROM_ADDRESS = 1000
# Whoever tries the demo reads the terminal.
LOGGING = logs.settings_for("text", "WARNING")
