"""/healthz, /readyz and /metrics, answered before anything else looks at the request.

Balancers and Prometheus ask by the machine's number, over plain http: they would be told of a wrong host, or sent to
https.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from cms.operation.health.ready import ask
from cms.operation.views import metrics


class HealthMiddleware:
    """Answers three addresses; the first in MIDDLEWARE.

    /healthz: 200 as long as the process takes requests. /readyz: 200, or 503 where something it needs is not there. It
    names the checks, not their faults: these are for the operator (`manage.py check_ready`, and the log).
    /metrics: figures for who has the token, over plain http only on the machine itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers everything else."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        if request.path_info == "/healthz":
            return _uncached(HttpResponse("ok\n", content_type="text/plain"))
        if request.path_info == "/readyz":
            return _uncached(_ready())
        if request.path_info == "/metrics":
            return _uncached(metrics(request))
        return self.get_response(request)


def _ready() -> HttpResponse:
    answers = ask()
    ready = not any(answer.fault for answer in answers)
    checks = {answer.name: "failed" if answer.fault else "ok" for answer in answers}
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": ready, "checks": checks}, status=status)


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
