"""Log lines: JSON with the number of the request, and nothing about people.

Addresses of this product hold secrets (the links in applicants' mails), and queries hold what somebody looks for. So a
line names the route (`apply/status/<str:secret>/`), never the address; no sender, no user.
"""

import logging
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ImproperlyConfigured

request_id: ContextVar[str] = ContextVar("request_id", default="")
NO_ROUTE = "(no route)"
TALKATIVE = ("wagtail", "django_tasks")
FORMATTERS: dict[str, dict[str, str]] = {
    "json": {"()": "cms.operation.json_lines.JsonLine"},
    "text": {"format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"},
}


def settings_for(style: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, in the style "json" or "text", from the level on.

    Raises:
        ImproperlyConfigured: there is no such style or level.
    """
    if style not in FORMATTERS:
        raise ImproperlyConfigured(f"PERENNIAL_LOG_FORMAT={style!r}: write json or text.")
    levels = logging.getLevelNamesMapping()
    if level not in levels:
        raise ImproperlyConfigured(f"PERENNIAL_LOG_LEVEL={level!r}: write DEBUG, INFO, WARNING or ERROR.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"private": {"()": "cms.operation.logs.Private"}},
        "formatters": {style: FORMATTERS[style]},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": style, "filters": ["private"]}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own settings give it handlers: one that mails to ADMINS what happened, people's forms included.
        "loggers": {
            "django": {"handlers": [], "level": level},
            "django.server": {"handlers": [], "propagate": True},
            # A line for each page that is saved and each task that is done: thousands while content is loaded.
            **{name: {"level": max(levels[level], logging.WARNING)} for name in TALKATIVE},
        },
    }


class Private(logging.Filter):
    """Adds the request's number; puts the route where Django's own lines have the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; never drop it."""
        record.request_id = request_id.get()
        request = record.__dict__.pop("request", None)
        if request is not None and record.name.startswith("django."):
            status = record.__dict__.get("status_code", "")
            record.msg, record.args = "%s %s %s", (getattr(request, "method", ""), route_of(request), status)
        return True


def route_of(request: Any) -> str:
    """Return the pattern of addresses that the request's address is one of."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else NO_ROUTE
