"""The language of the CMS process: from the address or the browser, and nothing more."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageMiddleware(LocaleMiddleware):
    """Django's LocaleMiddleware without its redirect.

    Wagtail takes every address below a language, so Django would answer each unknown address with a redirect to
    the same one below a language, instead of "not found".
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say which language the answer is in."""
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response
