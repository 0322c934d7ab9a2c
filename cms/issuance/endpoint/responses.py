"""The endpoint's few pages: rendered without cookies or scripts, in the applicant's language."""

from functools import lru_cache, wraps
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from cms.issuance.addresses import origin_of
from cms.projects import FIRST, current, use


class View(Protocol):
    """A view of this endpoint."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the request."""
        ...


class SeeOther(HttpResponseRedirect):
    """The answer to a form that was taken: go and read that page (RFC 9110, 303)."""

    status_code = 303


class RefusedError(Exception):
    """An answer other than the one that was hoped for, in words for the person."""

    def __init__(
        self,
        status: int,
        title: str | Promise,
        text: str | Promise,
        language: str = "",
        allow: str = "",
        offers_links: bool = False,
    ) -> None:
        """Keep the answer.

        `language` is given where it is known better than from the browser, `allow` for a 405, `offers_links` where
        a fresh personal link would help.
        """
        super().__init__(status)
        self.status = status
        self.title = title
        self.text = text
        self.language = language
        self.allow = allow
        self.offers_links = offers_links


def known_language(code: str) -> str:
    """Return the code if it is one of our languages, else an empty text."""
    return code if code in dict(settings.LANGUAGES) else ""


def language_of(request: HttpRequest, language: str = "") -> str:
    """Return the language given, or else the one that the browser asks for."""
    return language or translation.get_language_from_request(request)


def speaks_json(request: HttpRequest) -> bool:
    """Tell whether a program is at the other end and not a person with a browser."""
    if request.content_type == "application/json":
        return True
    return _prefers_json(request.headers.get("Accept", "*/*"))


@lru_cache(maxsize=64)
def _prefers_json(accept: str) -> bool:
    asking = HttpRequest()
    asking.META["HTTP_ACCEPT"] = accept
    return asking.get_preferred_type(["text/html", "application/json"]) == "application/json"


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, language: str = "", status: int = 200
) -> HttpResponse:
    """Return the rendered page, in the language given or else the one that the browser asks for."""
    with translation.override(language_of(request, language)):
        content = render_to_string(
            f"issuance/{template}",
            {
                "language": translation.get_language(),
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
                "site": current().public_url,
                "issuer": current().issuer_name,
                **context,
            },
        )
        response = HttpResponse(content, status=status)
        response["Content-Language"] = translation.get_language() or ""
    return response


def problem(request: HttpRequest, content: dict[str, Any], *, language: str = "", status: int) -> HttpResponse:
    """Return a problem as programs read it (RFC 9457), its words in the language."""
    with translation.override(language_of(request, language)):
        response = JsonResponse({"type": "about:blank", "status": status, **_as_text(content)}, status=status)
        response["Content-Type"] = "application/problem+json"
        response["Content-Language"] = translation.get_language() or ""
    return response


def answers_in_words(view: View) -> View:
    """Turn a RefusedError into its page or problem, and give every answer the headers that it needs."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Which project a request is about, the form or the link says; what follows then means that one.
        with use(FIRST):
            try:
                response = view(request, *args, **kwargs)
            except RefusedError as refusal:
                response = _refusal(request, refusal)
            _secure(response)
            return response

    return answer


def keeps_its_address(view: View) -> View:
    """Send no referrer from a page whose address is a secret."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def _refusal(request: HttpRequest, refusal: RefusedError) -> HttpResponse:
    if speaks_json(request):
        content = {"title": refusal.title, "detail": refusal.text}
        response = problem(request, content, language=refusal.language, status=refusal.status)
    else:
        context = {"title": refusal.title, "text": refusal.text, "offers_links": refusal.offers_links}
        response = page(request, "refusal.html", context, language=refusal.language, status=refusal.status)
    if refusal.allow:
        response["Allow"] = refusal.allow
    return response


def _as_text(content: Any) -> Any:
    """Return the content with its translatable texts in the language of now."""
    if isinstance(content, dict):
        return {name: _as_text(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_as_text(value) for value in content]
    return str(content) if isinstance(content, Promise) else content


def _secure(response: HttpResponse) -> None:
    # The browser applies form-action to the redirect after the form as well, so the public site must be in it.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        f"form-action 'self' {origin_of(current().public_url)}; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers.setdefault("Cache-Control", "no-store")
    response["X-Robots-Tag"] = "noindex"
