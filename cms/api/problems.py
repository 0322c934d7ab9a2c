"""What is wrong with a request, before anybody answers it: the status, words, and the field it is about."""

from collections.abc import Sequence
from typing import Any


class ApiProblem(Exception):  # noqa: N818 - the field's own word
    """A request that cannot be answered; `errors` name fields as lists of keys from the body or query inwards."""

    def __init__(self, status: int, detail: str, errors: Sequence[dict[str, Any]] = ()) -> None:
        """Keep status, words and fields."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)


def at(*loc: str | int, msg: str) -> dict[str, Any]:
    """Return the error of one field."""
    return {"loc": list(loc), "msg": msg}


def wrong_parameter(name: str, msg: str) -> ApiProblem:
    """Return the problem of one query parameter."""
    return ApiProblem(400, f"{name}: {msg}", [at("query", name, msg=msg)])


def not_found(detail: str) -> ApiProblem:
    """Return the problem of something that is not there, or not for who asks."""
    return ApiProblem(404, detail)
