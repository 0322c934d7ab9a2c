"""A parsed page -> the addresses that its metadata names, which nobody follows while reading and nobody misses."""

import json
from collections.abc import Iterator
from typing import Any

NAMING_LINKS = frozenset({"canonical", "alternate"})


def metadata_of(root: Any) -> tuple[list[str], list[str]]:
    """Return the absolute addresses that a page's metadata names, and what is wrong with it in words.

    Read are JSON-LD, Open Graph, and links to the page itself in other languages and forms.
    """
    named: list[str] = []
    faults: list[str] = []
    for element in root.iter("meta", "link", "script"):
        if element.tag == "meta":
            named.append(element.get("content", ""))
        elif element.tag == "link" and element.get("rel") in NAMING_LINKS:
            named.append(element.get("href", ""))
        elif element.get("type") == "application/ld+json":
            try:
                named += _texts(json.loads(element.text or ""))
            except ValueError:
                faults.append("holds JSON-LD that is not JSON")
    return [text for text in named if text.startswith(("http://", "https://"))], faults


def _texts(data: Any) -> Iterator[str]:
    """Every text in the data, but not the names of the vocabulary."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name != "@context":
                yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
