"""Headers of every page that is not the exported site: what a browser may load, and from where.

The exported site says its own policy (`cms.serving`), the endpoint its own (`cms.issuance.endpoint.responses`); both
are kept.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.serving import PERMISSIONS_POLICY, content_security_policy

# The admin shows pages of the site in frames of its own; its rich-text editor and pickers write styles while they run.
ADMIN = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; media-src 'self' blob:; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {framed_by}"
)
# The descriptions of the APIs: Swagger writes styles while it runs.
DESCRIPTION = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)
# What is no page runs nothing, wherever somebody opens it.
NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; sandbox"
ADMIN_PATH = "/admin/"
DESCRIPTIONS = ("/++api++/@docs", "/api/v3/docs")


class PolicyMiddleware:
    """Gives each answer without a policy the one of its kind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self.get_response(request)
        headers = response.headers
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = _policy(request, response)
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path_info.startswith(ADMIN_PATH):
            headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def _policy(request: HttpRequest, response: HttpResponseBase) -> str:
    if request.path_info.startswith(ADMIN_PATH):
        return ADMIN.format(
            framed_by="'self'" if response.headers.get("X-Frame-Options") == "SAMEORIGIN" else "'none'",
        )
    if request.path_info.startswith(DESCRIPTIONS):
        return DESCRIPTION
    if response.headers.get("Content-Type", "").startswith("text/html"):
        # Wagtail asks for a draft with a request of its own making, and shows it in a frame of the admin.
        return content_security_policy("'self'" if getattr(request, "is_dummy", False) else "'none'")
    return NOTHING
