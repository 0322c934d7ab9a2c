"""/metrics."""

import hmac
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from cms.operation.metrics import exposition


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus, which shows PERENNIAL_METRICS_TOKEN as a bearer token; else there is no page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        refusal = HttpResponse("Authorization: Bearer with the token is missing.\n", status=HTTPStatus.UNAUTHORIZED)
        refusal["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return refusal
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
