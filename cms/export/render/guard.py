"""Rendering must not ask the database: every query meanwhile is an error that names the template."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.db import connections
from django.template.base import Node


class QueryWhileRenderingError(Exception):
    """Something queried the database while a file was made; the message names the template, the file and the query."""


@contextmanager
def no_queries(making: Callable[[], str]) -> Iterator[None]:
    """Refuse every query meanwhile; `making` tells which file is being made.

    Raises:
        QueryWhileRenderingError: there was one.
    """

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> None:
        raise QueryWhileRenderingError(
            f"{_template() or 'code outside of templates'} queries the database while {making()} is made. "
            f"Give the template plain values (cms/learning/context). The query: {sql}"
        )

    # What `execute_wrapper` does, without a context of its own for each file and connection.
    wrappers = [connection.execute_wrappers for connection in connections.all()]
    for wrapper in wrappers:
        wrapper.append(refuse)
    try:
        yield
    finally:
        for wrapper in wrappers:
            wrapper.remove(refuse)


def _template() -> str:
    """Return the innermost template that is being rendered, with the line of its tag; "" where there is none."""
    frame: FrameType | None = sys._getframe(1)
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and node.token and getattr(node, "origin", None):
            origin: Any = node.origin
            return f"{origin.template_name}, line {node.token.lineno} ({node.token.contents}),"
        frame = frame.f_back
    return ""
