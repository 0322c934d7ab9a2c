"""The one table of addresses: methods of the same address must stand in one router."""

from typing import Any

from ninja import Router

from cms.api.http.identity import Bearer

router = Router()
PAGE = "/{path:page_path}"
# For operations that need a user.
WRITES: dict[str, Any] = {"auth": Bearer(), "tags": ["writes"]}
WORK: dict[str, Any] = {"auth": Bearer(), "tags": ["work"]}


def pages_last() -> None:
    """Put the pages behind all services: their path takes every address."""
    router.path_operations[PAGE] = router.path_operations.pop(PAGE)
