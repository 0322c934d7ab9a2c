"""Log lines as JSON."""

from pythonjsonlogger.json import JsonFormatter


class JsonLine(JsonFormatter):
    """One JSON object a line: time (ISO 8601, UTC), level, logger, message, request_id, and what was given as extra."""

    def __init__(self) -> None:
        """Name the fields."""
        super().__init__(
            "{levelname}{name}{message}{request_id}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
        )
