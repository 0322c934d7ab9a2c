"""Plain http: people's browsers are sent on to https (Django does it), programs are refused.

A program that is sent on works, and sends its token over the network in clear with each request, which nobody notices
(OWASP ASVS 5.0, 4.1.2).
"""

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from cms.issuance.endpoint.responses import problem, speaks_json

# Also below the address of a further project.
API, WAGTAIL_API = "/++api++/", "/api/"


class RefusePlainHttp:
    """Answers 403 to programs that come without TLS. Stands before Django's SecurityMiddleware, which redirects."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers everything else."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse."""
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and _is_of_a_program(request):
            return refusal(request)
        return self.get_response(request)


def refusal(request: HttpRequest) -> HttpResponse:
    """Return what a program is told that has come over plain http."""
    words = {
        "title": _("This address is for https only"),
        "detail": _(
            "Use https. What was sent over http could be read on the way: replace every password and token that was "
            "in it."
        ),
    }
    answer = problem(request, words, status=HTTPStatus.FORBIDDEN)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def is_from_this_machine(request: HttpRequest) -> bool:
    """Tell whether somebody asks on the machine itself and not through a proxy: nothing crosses a network."""
    if "X-Forwarded-For" in request.headers or "X-Forwarded-Proto" in request.headers:
        return False
    address = request.META.get("REMOTE_ADDR", "")
    # A socket of the file system has no address.
    return not address or ip_address(address).is_loopback


def _is_of_a_program(request: HttpRequest) -> bool:
    return (
        API in f"{request.path_info}/"
        or request.path_info.startswith(WAGTAIL_API)
        or "Authorization" in request.headers
        or speaks_json(request)
    )
