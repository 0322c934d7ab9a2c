"""The endpoint's few pages: rendered without cookies or scripts, in the applicant's language."""

from functools import wraps
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from cms.issuance.addresses import origin_of


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
        self, status: int, title: str | Promise, text: str | Promise, language: str = "", allow: str = ""
    ) -> None:
        """Keep the answer; `language` where it is known better than from the browser, `allow` for a 405."""
        super().__init__(status)
        self.status = status
        self.title = title
        self.text = text
        self.language = language
        self.allow = allow


def known_language(code: str) -> str:
    """Return the code if it is one of our languages, else an empty text."""
    return code if code in dict(settings.LANGUAGES) else ""


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, language: str = "", status: int = 200
) -> HttpResponse:
    """Return the rendered page, in the language given or else the one that the browser asks for."""
    with translation.override(language or translation.get_language_from_request(request)):
        content = render_to_string(
            f"issuance/{template}",
            {
                "language": translation.get_language(),
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
                "site": settings.PUBLIC_URL,
                **context,
            },
        )
        response = HttpResponse(content, status=status)
        response["Content-Language"] = translation.get_language() or ""
    return response


def answers_in_words(view: View) -> View:
    """Turn a RefusedError into its page, and give every answer the headers that it needs."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except RefusedError as refusal:
            context = {"title": refusal.title, "text": refusal.text}
            response = page(request, "refusal.html", context, language=refusal.language, status=refusal.status)
            if refusal.allow:
                response["Allow"] = refusal.allow
        _secure(response)
        return response

    return answer


def _secure(response: HttpResponse) -> None:
    # The browser applies form-action to the redirect after the form as well, so the public site must be in it.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; "
        f"form-action 'self' {origin_of(settings.PUBLIC_URL)}; base-uri 'none'; frame-ancestors 'none'"
    )
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
