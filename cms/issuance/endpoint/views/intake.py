"""What every view does that takes a form from a page of the site."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise

from cms.issuance.endpoint.guards import Fields, allowed_origin
from cms.issuance.endpoint.proof import make_challenge
from cms.issuance.endpoint.responses import RefusedError


def may_ask(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let scripts of our own pages read the answer, and nobody else's."""
    origin = allowed_origin(request)
    if origin:
        response["Access-Control-Allow-Origin"] = origin
    response["Vary"] = "Origin"
    return response


def preflight() -> HttpResponse:
    """Return what a script of one of our pages may send (Fetch standard, "CORS-preflight request")."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = "POST"
    response["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    response["Access-Control-Max-Age"] = "3600"
    return response


def new_challenge(request: HttpRequest) -> HttpResponse:
    """Return a sum for the browser to do while its reader fills in the form."""
    return may_ask(request, JsonResponse(make_challenge()))


def closed(day: date, language: str, title: str | Promise, text: str | Promise) -> RefusedError:
    """Return the answer to every form once the project takes none; `text` says since when with %(date)s."""
    with translation.override(language):
        since = date_format(day, "j F Y" if language == "en" else "DATE_FORMAT")
        words = str(text) % {"date": since}
    return RefusedError(410, title, words, language=language)


def without(data: Fields, *names: str) -> Fields:
    """Return the fields of a form without some."""
    rest = data.copy()
    for name in names:
        rest.pop(name, None)
    return rest


def seconds_to(until: datetime) -> int:
    """Return how many seconds are left, at least one."""
    return max(1, int((until - timezone.now()).total_seconds()))


def minutes_to(until: datetime) -> int:
    """Return how many minutes are left, begun ones counted."""
    return -(-seconds_to(until) // 60)
