"""What the endpoint tells about itself: its style sheet, its description, its answers for what it does not have."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from cms.issuance.endpoint.openapi import describe
from cms.issuance.endpoint.responses import RefusedError, answers_in_words

STYLE = (Path(__file__).parent.parent / "style.css").read_text(encoding="utf-8")


def style(request: HttpRequest) -> HttpResponse:
    """Return the style sheet of these pages, so that the endpoint needs no static files beside it."""
    response = HttpResponse(STYLE, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI description."""
    response = JsonResponse(describe(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=3600"
    return response


@answers_in_words
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that does not exist, where the endpoint runs alone."""
    raise RefusedError(404, _("There is no such page"), _("Please open our site and find the badge that you look for."))


@answers_in_words
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request that makes no sense, where the endpoint runs alone."""
    raise RefusedError(400, _("We could not read this"), _("Please open our site and try again from there."))
