"""Production: everything from the environment; refuses to start on settings that are not safe."""

from types import SimpleNamespace

from django.core.exceptions import ImproperlyConfigured

from cms.operation.safety import problems
from cms.settings import environment
from cms.settings.base import *  # noqa: F403
from cms.settings.base import BEHIND_PROXY, SECOND_FACTOR_FOR, SENTRY_DSN

DEBUG = environment.flag("DEBUG")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A cookie of this name is taken by browsers from this very host only, over https, for all of it.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SECOND_FACTOR_FOR = SECOND_FACTOR_FOR or ["everybody"]
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

if found := problems(SimpleNamespace(**{name: value for name, value in globals().items() if name.isupper()})):
    raise ImproperlyConfigured("Production settings are not safe:\n- " + "\n- ".join(found))

if SENTRY_DSN:
    from cms.operation.sentry import begin

    begin(SENTRY_DSN, "production")
