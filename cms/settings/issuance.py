"""The issuance endpoint alone: no Wagtail, no admin, no sessions. For `cms.issuance.wsgi`."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings import environment
from cms.settings.common import *  # noqa: F403
from cms.settings.common import BEHIND_PROXY, EVIDENCE_STORAGE, SENTRY_DSN

SECRET_KEY = environment.text("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY: set the same value as the CMS has.")
ALLOWED_HOSTS = environment.items("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: list the host names of the endpoint, separated by commas.")
DEBUG = False
INSTALLED_APPS = ["cms.issuance", "cms.practices", "cms.recognition", "cms.events"]
# Which language an answer is in, each page says itself: the form's, or what the browser asks for.
MIDDLEWARE = [
    "cms.operation.health.middleware.HealthMiddleware",
    "cms.operation.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cms.operation.endpoint"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STORAGES = {"evidence": EVIDENCE_STORAGE}
# Sent over https only.
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

if SENTRY_DSN:
    from cms.operation.sentry import begin

    begin(SENTRY_DSN, "endpoint")
