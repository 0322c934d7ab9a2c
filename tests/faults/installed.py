"""Settings of processes that work on the database of a test."""

from cms.settings.test import *  # noqa: F403

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("ar", "العربية")]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 5
