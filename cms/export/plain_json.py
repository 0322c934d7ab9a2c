"""Plain data -> JSON with indents of one space.

The same text as `json.dumps(data, ensure_ascii=False, indent=1)`, which is written in Python as soon as there are
indents and takes three times as long; a page is frozen as JSON in every export.
"""

from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any


def written(data: Any, indent: str = "\n") -> str:
    """Return the JSON of text, numbers, truth values, None, lists and dictionaries with text as keys.

    Raises:
        TypeError: something else is in it.
    """
    if isinstance(data, str):
        return encode_basestring(data)
    if data is None or data is True or data is False:
        return {None: "null", True: "true", False: "false"}[data]
    if isinstance(data, int | float):
        return repr(data)
    inner = f"{indent} "
    if isinstance(data, Mapping):
        parts = [f"{inner}{encode_basestring(key)}: {written(value, inner)}" for key, value in data.items()]
        return f"{{{','.join(parts)}{indent}}}" if parts else "{}"
    if isinstance(data, list):
        parts = [inner + written(value, inner) for value in data]
        return f"[{','.join(parts)}{indent}]" if parts else "[]"
    raise TypeError(f"{type(data).__name__} is no plain value")
