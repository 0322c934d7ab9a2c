"""The JSON Schema of the content files."""

import json
from pathlib import Path
from typing import Any

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parent / "content.schema.json").read_text("utf-8"))


def in_schema_order(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with the keys in the order of the schema: PostgreSQL's jsonb keeps none."""
    return _ordered(data, SCHEMA["$defs"][name])


def _ordered(data: Any, schema: dict[str, Any]) -> Any:
    if not isinstance(data, dict):
        return data
    properties = schema.get("properties", {})
    return {key: _ordered(data[key], properties[key]) for key in properties if key in data}
