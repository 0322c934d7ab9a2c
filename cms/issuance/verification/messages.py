"""The words of the checks, for people at a terminal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cms.issuance.credentials.verify_messages import verify_messages


def sentence(key: str, values: Mapping[str, Any] | None = None) -> str:
    """Return the message with its values, dates as 2026-11-20."""
    spoken = {
        name: f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)
        for name, value in (values or {}).items()
    }
    return verify_messages()[key].format_map(spoken)
