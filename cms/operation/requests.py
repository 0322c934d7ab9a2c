"""Each request has a number, a line in the log and its place in the metrics."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.operation import metrics
from cms.operation.logs import request_id, route_of

# What a proxy in front may have given; anything else could forge lines of the log.
GIVEN = re.compile(r"[A-Za-z0-9_.-]{8,64}")

_log = logging.getLogger("perennial.request")


class RequestMiddleware:
    """Numbers requests: X-Request-ID as the proxy gave it, or a new one; the answer carries it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request be answered, then write its line."""
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            # The exported site is served by files, before any route is looked for.
            route = route_of(request) if request.resolver_match else "site"
            facts = {"method": request.method, "route": route, "status": response.status_code}
            _log.info("request", extra={**facts, "ms": round(seconds * 1000, 1)})
            metrics.note_request(request.method or "", route, response.status_code, seconds)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = number
        return response
