"""Errors as problem details (RFC 9457)."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled
from ninja.errors import ValidationError as NinjaValidationError

from cms.api.problems import ApiProblem, at

TYPE = "application/problem+json"


def problem(status: int, detail: str, errors: Sequence[dict[str, Any]] = ()) -> HttpResponse:
    """Return an error as problem details."""
    data: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        data["errors"] = list(errors)
    response = HttpResponse(json.dumps(data, ensure_ascii=False, default=str), content_type=TYPE, status=status)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Perennial"'
    response["Cache-Control"] = "no-store"
    return response


def handle_problems(api: NinjaAPI) -> None:
    """Answer every error that a request may cause as problem details."""

    @api.exception_handler(ApiProblem)
    def on_problem(request: HttpRequest, error: ApiProblem) -> HttpResponse:
        return problem(error.status, error.detail, error.errors)

    @api.exception_handler(NinjaValidationError)
    def on_wrong_shape(request: HttpRequest, error: NinjaValidationError) -> HttpResponse:
        errors = [at(*_loc(item["loc"]), msg=item["msg"]) for item in error.errors]
        is_body = any(item["loc"][:1] == ["body"] for item in errors)
        words = "; ".join(f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in errors[:3])
        return problem(422 if is_body else 400, words, errors)

    @api.exception_handler(ValidationError)
    def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(422, " ".join(error.messages), [at("body", msg=message) for message in error.messages])

    @api.exception_handler(PermissionDenied)
    def on_denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(403, str(error) or "You may not do this.")

    @api.exception_handler(Http404)
    def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, str(error) or "There is nothing here.")

    @api.exception_handler(RequestDataTooBig)
    def on_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(413, "The body is larger than the server takes.")

    @api.exception_handler(Throttled)
    def on_too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
        response = problem(429, "Too many requests. Try again later.")
        response["Retry-After"] = str(int(error.wait or 60) + 1)
        return response

    @api.exception_handler(HttpError)
    def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))


def _loc(loc: Sequence[str | int]) -> list[str | int]:
    """Return the place of a field without the names that ninja gives to its own parameters."""
    return [part for part in loc if part not in {"params", "data"}]
