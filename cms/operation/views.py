"""/metrics."""

import hmac
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.operation.metrics import exposition
from cms.operation.transport import is_from_this_machine, refusal


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus, which shows PERENNIAL_METRICS_TOKEN as a bearer token; else there is no page."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("There are no figures: PERENNIAL_METRICS_TOKEN is not set.\n", status=HTTPStatus.NOT_FOUND)
    if settings.SECURE_SSL_REDIRECT and not request.is_secure() and not is_from_this_machine(request):
        return refusal(request)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        stranger = HttpResponse("Authorization: Bearer with the token is missing.\n", status=HTTPStatus.UNAUTHORIZED)
        stranger["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return stranger
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
