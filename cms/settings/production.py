"""Production: everything from the environment; refuses to start on settings that are not safe."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings import environment
from cms.settings.base import *  # noqa: F403
from cms.settings.base import ALLOWED_HOSTS, BEHIND_PROXY, PUBLIC_URL, SECRET_KEY, SENTRY_DSN


def _refuse_unsafe() -> None:
    """Raise ImproperlyConfigured with every problem at once, in words that say what to set."""
    problems = []
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
        problems.append("SECRET_KEY: set 50 or more random characters.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        problems.append("ALLOWED_HOSTS: list the host names of the CMS, separated by commas.")
    if not PUBLIC_URL.startswith("https://"):
        problems.append("PERENNIAL_PUBLIC_URL: set the https:// address of the public site.")
    if environment.flag("DEBUG"):
        problems.append("DEBUG: remove it; production never runs with DEBUG.")
    if problems:
        raise ImproperlyConfigured("Production settings are not safe:\n- " + "\n- ".join(problems))


_refuse_unsafe()

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

if SENTRY_DSN:
    from cms.operation.sentry import begin

    begin(SENTRY_DSN, "production")
