"""Before the views: JSON at the address of a page, browsers of other sites, and the limits of tokens."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from cms.api.http.identity import identify
from cms.api.http.problems import problem
from cms.api.models import ALL_SCOPES, Scope
from cms.api.problems import ApiProblem
from cms.projects import KEY, Project, UnknownProjectError, current, find, use

PREFIX = "/++api++"
METHODS = "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS"
REQUEST_HEADERS = "Accept, Authorization, Content-Type, If-Match, If-None-Match, Prefer"
ANSWER_HEADERS = "ETag, Last-Modified, Location, Retry-After"
# Plone's clients name the type of a value after its parameter.
SUFFIXES = (":list", ":int", ":boolean", ":record")


class NegotiateJson:
    """Middleware before the static site: a page asked for as JSON is answered by the API.

    Only a client that names JSON and not HTML gets it, so that browsers and crawlers see what they always see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Send the request on, to the API where it is for it; `/KEY/++api++/` is that of a further project."""
        if (owner := _further_project(request)) is None:
            return self._answer(request)
        for name in ("path_info", "path"):
            setattr(request, name, getattr(request, name).removeprefix(f"/{owner.key}"))
        with use(owner):
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        is_page = self._is_page(request.path_info)
        if is_page and _wants_json(request):
            request.path_info = f"{PREFIX}{request.path_info}"
            request.path = f"{PREFIX}{request.path}"
        if not request.path_info.startswith(PREFIX):
            response = self.get_response(request)
            if is_page:
                patch_vary_headers(response, ["Accept"])
            return response
        if _is_too_long(request):
            return problem(413, f"A body may have {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.")
        _tidy(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        is_preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        answer = HttpResponse(status=204) if is_preflight else _as_problem(self.get_response(request))
        _allow_origin(request, answer)
        if is_head and isinstance(answer, HttpResponse):
            answer["Content-Length"] = str(len(answer.content))
            answer.content = b""
        return answer

    def _is_page(self, path: str) -> bool:
        first = path.strip("/").split("/")[0]
        return first in current().codes and "." not in path.rsplit("/", 1)[-1]


def _further_project(request: HttpRequest) -> Project | None:
    """Return the further project whose API a request is for, as its address begins."""
    _empty, key, *rest = f"{request.path_info}/".split("/", 2)
    second = rest[0].split("/")[0]
    is_for_api = second == PREFIX.strip("/") or (second in dict(settings.LANGUAGES) and _wants_json(request))
    if not is_for_api or not KEY.fullmatch(key) or key in current().codes:
        return None
    with suppress(UnknownProjectError):
        return find(key)
    return None


def _as_problem(answer: HttpResponseBase) -> HttpResponseBase:
    """Return an error that the API did not see, an address of no form that it knows for example, as problem details."""
    if answer.status_code < HTTPStatus.BAD_REQUEST or "json" in answer.headers.get("Content-Type", ""):
        return answer
    made = problem(answer.status_code, "There is nothing that answers to this request.")
    if allowed := answer.headers.get("Allow"):
        made["Allow"] = allowed
    return made


def _wants_json(request: HttpRequest) -> bool:
    accept = request.headers.get("Accept", "")
    return "application/json" in accept and "text/html" not in accept


def _is_too_long(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length") or "0"
    return not length.isdigit() or int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or int(length))


def _tidy(request: HttpRequest) -> None:
    """Take doubled slashes out of the address, and the types out of the names of parameters."""
    while "//" in request.path_info:
        request.path_info = request.path_info.replace("//", "/")
    if any(name.endswith(SUFFIXES) for name in request.GET):
        plain = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            plain.setlistdefault(name.rsplit(":", 1)[0] if name.endswith(SUFFIXES) else name).extend(values)
        request.GET = plain  # type: ignore[assignment]


def _allow_origin(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let the sites of the setting use the API from a browser. No cookie counts here, so any may by default."""
    allowed = settings.API_ORIGINS
    origin = request.headers.get("Origin", "")
    if "*" in allowed:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        patch_vary_headers(response, ["Origin"])
        if origin not in allowed:
            return
        response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = ANSWER_HEADERS
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = REQUEST_HEADERS
        response["Access-Control-Max-Age"] = "86400"


class LimitTokens:
    """Middleware for Wagtail's own API, which knows nothing of scopes: a limited token reads there, until it expires.

    Writes there may publish and delete, so they take a token with every scope.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Send the request on, or refuse it."""
        if request.path_info.startswith("/api/v3/") and request.headers.get("Authorization"):
            try:
                _user, scopes = identify(request)
            except ApiProblem as fault:
                return problem(fault.status, fault.detail)
            needed = {Scope.READ} if request.method in {"GET", "HEAD"} else ALL_SCOPES
            if not needed <= scopes:
                return problem(403, f"The token lacks a scope: {', '.join(sorted(needed - scopes))}.")
        return self.get_response(request)
