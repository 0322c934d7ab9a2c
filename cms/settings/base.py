"""The CMS: Wagtail, wagtail-localize, our own apps. Environments add to this."""

import json
from pathlib import Path
from typing import Any

from cms.settings import environment, services
from cms.settings.common import *  # noqa: F403
from cms.settings.common import EVIDENCE_STORAGE, FURTHER_LANGUAGES, HEALTH_CHECKS, ISSUER_NAME, LANGUAGES, VAR_DIR
from cms.settings.environment import BASE_DIR

SECRET_KEY = environment.text("SECRET_KEY")
DEBUG = False
DEMO = False
# Numbers of warnings of `manage.py check --deploy` that are meant.
SILENCED_SYSTEM_CHECKS = environment.items("PERENNIAL_SILENCED_CHECKS")
ALLOWED_HOSTS = environment.items("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.items("CSRF_TRUSTED_ORIGINS")

CONTENT_DIR: Path = environment.folder("PERENNIAL_CONTENT_DIR", BASE_DIR / "content")
SITE_SOURCE_DIR: Path = BASE_DIR / "site"
EXPORT_DIR: Path = environment.folder("PERENNIAL_EXPORT_DIR", BASE_DIR / "dist")
CACHE_DIR: Path = environment.folder("PERENNIAL_CACHE_DIR", VAR_DIR / "cache")
# Seconds after publishing until the site is exported by itself; 0: only when somebody asks for it.
EXPORT_AFTER_SECONDS = environment.number("PERENNIAL_EXPORT_AFTER_SECONDS", 10)
DEPLOY_TARGETS = services.DEPLOY_TARGETS
S3_ENDPOINT_URL, S3_REGION = services.S3_ENDPOINT_URL, services.S3_REGION

# Whether tasks wait in the database for a worker, or are run at once by who asks for them.
TASK_QUEUE = environment.flag("PERENNIAL_TASK_QUEUE")
KIT = environment.flag("PERENNIAL_KIT", default=True)
_at_once = "django_tasks.backends.immediate.ImmediateBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend" if TASK_QUEUE else _at_once}}

# Processes of an export at one time; 0 for one a core.
EXPORT_WORKERS = environment.number("PERENNIAL_EXPORT_WORKERS", 0)

INSTALLED_APPS = [
    "cms.learning",
    "cms.content",
    "cms.translation",
    "cms.export",
    "cms.archive",
    "cms.closing",
    "cms.publishing",
    "cms.issuance",
    "cms.practices",
    "cms.recognition",
    "cms.toolkit",
    "cms.events",
    "cms.assessment",
    "cms.api",
    "cms.webhooks",
    "cms.operation",
    "django_tasks_db",
    "cms.accounts",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v3",
    "ninja",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "cms.accounts.apps.UsersConfig",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.operation.health.middleware.HealthMiddleware",
    "cms.operation.requests.RequestMiddleware",
    "cms.operation.transport.RefusePlainHttp",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.api.negotiation.NegotiateJson",
    "cms.serving.ServeSite",
    "cms.headers.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.accounts.guard.GuardSessions",
    "cms.learning.project_choice.MeanProject",
    "cms.operation.inert.InertChoosers",
    "cms.api.negotiation.LimitTokens",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_SOURCE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTHENTICATION_BACKENDS = ["cms.accounts.backend.CountedBackend"]
# Long, none of the common ones, nothing of one's own name or the site's; any kinds of characters, no change by date.
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cms.accounts.validators.GuessableValidator"},
    {"NAME": "cms.accounts.validators.ToldValidator"},
]
# A file of passwords that have leaked, as Have I Been Pwned's downloader writes it.
LEAKED_PASSWORDS = environment.text("PERENNIAL_LEAKED_PASSWORDS")
if LEAKED_PASSWORDS:
    AUTH_PASSWORD_VALIDATORS.append(
        {"NAME": "cms.accounts.validators.LeakedValidator", "OPTIONS": {"path": LEAKED_PASSWORDS}}
    )
# A link to set a new password holds for an hour.
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.forms.PasswordResetForm"  # noqa: S105  a class
# Passwords in a quarter of an hour: from one place for one account, and from one place; 0 is any number.
LOGIN_TRIES = environment.number("PERENNIAL_LOGIN_TRIES", 10)
LOGIN_TRIES_FROM_ADDRESS = environment.number("PERENNIAL_LOGIN_TRIES_FROM_ADDRESS", 50)
# Who must have a second factor: everybody, administrators, publishers, assessors, leads. Others may.
SECOND_FACTOR_FOR = environment.items("PERENNIAL_SECOND_FACTOR_FOR")
OTP_TOTP_ISSUER = ISSUER_NAME
# Codes are counted like passwords; django-otp's own delays would refuse a right code without a word.
OTP_TOTP_THROTTLE_FACTOR = 0
# A session ends so long after the login, and so long after it was last used (0: not for that).
SESSION_COOKIE_AGE = environment.number("PERENNIAL_SESSION_HOURS", 12) * 3600
SESSION_IDLE_MINUTES = environment.number("PERENNIAL_SESSION_IDLE_MINUTES", 120)
# Accounts, rights, tokens, keys: the password was typed so many minutes ago at most.
CONFIRM_MINUTES = environment.number("PERENNIAL_CONFIRM_MINUTES", 30)
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Django's default keeps messages in a cookie, whose name cannot bind it to this host.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STATIC_URL = "static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = environment.folder("PERENNIAL_MEDIA_DIR", VAR_DIR / "media")
STORAGES = {
    "default": services.media_storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "evidence": EVIDENCE_STORAGE,
}

# Sites whose pages may use the headless API from a browser, as exact origins; "*" is any, since no cookie counts there.
API_ORIGINS = environment.items("PERENNIAL_API_ORIGINS", "*")
# From one address; 0 is any number.
API_REQUESTS_PER_MINUTE = environment.number("PERENNIAL_API_REQUESTS_PER_MINUTE", 3000)
API_LOGINS_PER_MINUTE = environment.number("PERENNIAL_API_LOGINS_PER_MINUTE", 10)

# Whether webhooks may go to addresses inside a network of one's own, and without https: for tests and intranets.
WEBHOOKS_TO_PRIVATE_ADDRESSES = environment.flag("PERENNIAL_WEBHOOKS_TO_PRIVATE_ADDRESSES")

WAGTAIL_SITE_NAME = "Perennial"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# The admin is translated into the first project's languages.
WAGTAILADMIN_PERMITTED_LANGUAGES = [item for item in LANGUAGES if item not in FURTHER_LANGUAGES]
WAGTAILADMIN_BASE_URL = environment.text("PERENNIAL_PUBLIC_URL", "http://127.0.0.1:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Translations are rows of ours to keep: deleting a page must not delete its strings.
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
# A page that is not translated yet must not go live under another language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Slugs are keys and the same in all languages.
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
# Faults that stop a translation from being submitted; the others are shown.
TRANSLATION_BLOCKING_CHECKS = frozenset(
    environment.items("PERENNIAL_BLOCKING_CHECKS", "missing,markup,placeholders,links")
)
# Off unless a class is named: one of wagtail-localize's, or cms.translation.machine.MemoryTranslator.
if MACHINE_TRANSLATOR := environment.text("PERENNIAL_MACHINE_TRANSLATOR"):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": MACHINE_TRANSLATOR,
        "OPTIONS": json.loads(environment.text("PERENNIAL_MACHINE_TRANSLATOR_OPTIONS", "{}")),
    }
# The translations of a source page are brought up to date when it is published; without, by hand at the desk.
TRANSLATION_SYNC = environment.flag("PERENNIAL_TRANSLATION_SYNC", default=True)
# A page that follows its source goes on waiting for approval.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "odt", "pdf", "txt", "zip"),
    *("m4a", "mp3", "ogg", "opus", "vtt", "wav"),
]
# No request to another host: not for learners, and not for editors' pictures either.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

HEALTH_CHECKS = {
    **HEALTH_CHECKS,
    **{name: f"cms.operation.health.checks.{name}" for name in ("media", "signature", "certificates")},
}
