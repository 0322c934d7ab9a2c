"""The settings of an environment without what an export never uses: it starts in a third of the time."""

import importlib
from collections.abc import Iterable

from django.conf import settings

# Objects made since cyclic garbage was last looked for; Python's own number is 700.
SELDOM = 300_000

# An application of ours or Wagtail's -> what stands for it in an export.
QUIET = {
    "cms.learning": "cms.export.slim_apps.QuietLearning",
    "cms.export": "cms.export.slim_apps.QuietExport",
    "cms.publishing": "cms.export.slim_apps.QuietPublishing",
    "cms.events": "cms.export.slim_apps.QuietEvents",
    "wagtail": "cms.export.slim_apps.QuietCore",
    "wagtail.images": "cms.export.slim_apps.QuietImages",
    "wagtail.documents": "cms.export.slim_apps.QuietDocuments",
    "wagtail.contrib.settings": "cms.export.slim_apps.QuietSettings",
    "wagtail.contrib.redirects": "cms.export.slim_apps.QuietRedirects",
}
LEFT_OUT = frozenset(
    {
        *("cms.demo", "cms.content", "cms.translation", "cms.assessment", "cms.api", "cms.operation", "cms.archive"),
        *("cms.webhooks", "cms.closing", "cms.practices", "cms.recognition", "cms.accounts", "cms.toolkit"),
        *("django_tasks_db", "django_otp", "django_otp.plugins.otp_totp"),
        *("wagtail_localize", "wagtail_localize.locales", "ninja"),
        *(
            "wagtail.api.v3",
            "wagtail.embeds",
            "cms.accounts.apps.UsersConfig",
            "wagtail.sites",
            "wagtail.snippets",
            "wagtail.search",
            "wagtail.admin",
        ),
        *("django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles"),
    }
)

_NONE = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


def slim(applications: Iterable[str]) -> list[str]:
    """Return the applications that an export needs; those that are neither ours nor known stay."""
    return [QUIET.get(name, name) for name in applications if name not in LEFT_OUT]


def configure(module_name: str) -> None:
    """Set Django up with the settings of a module, its applications made slim. Call it before anything reads them."""
    module = importlib.import_module(module_name)
    values = {name: getattr(module, name) for name in dir(module) if name.isupper()}
    # Wagtail would pickle every size of a picture into its cache each time it is shown; the export has them at hand.
    caches = {**values["CACHES"], "renditions": _NONE}
    changed = {"CACHES": caches, "INSTALLED_APPS": slim(values["INSTALLED_APPS"]), "LOGGING_CONFIG": None}
    # No task is asked for in an export; the tables of the queue are not even known.
    changed["TASKS"] = {}
    settings.configure(**{**values, **changed})
