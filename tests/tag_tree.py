"""The tags of a PDF, which programs for people who do not see read it by."""

from collections.abc import Iterator
from typing import Any


def tags(node: Any) -> Iterator[str]:
    """Yield the structure types of the tag tree, from the top."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for item in node:
            yield from tags(item)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        yield from tags(node.get("/K", []))
