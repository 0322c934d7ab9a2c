"""Errors to a Sentry of the operator's, where SENTRY_DSN names one: without forms, addresses, cookies and people."""

from typing import Any

import sentry_sdk

# The only parts of a report's request that say nothing about a person.
KEPT = ("method",)


def begin(dsn: str, environment: str) -> None:
    """Send errors of this process there from now on."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=without_people,
    )


def without_people(event: Any, _hint: Any) -> Any:
    """Return the report without what could name somebody: addresses hold secrets, messages may hold values."""
    event["request"] = {name: value for name, value in event.get("request", {}).items() if name in KEPT}
    for part in ("user", "extra", "breadcrumbs", "server_name"):
        event.pop(part, None)
    for exception in event.get("exception", {}).get("values", []):
        # A database's words about a row quote it.
        exception["value"] = ""
    return event
