"""Languages: what they call themselves, and which one the CMS process speaks: that of the address or the browser."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


def own_name(code: str) -> str:
    """Return the name of a language in itself, or its code where the settings do not know it."""
    return dict(settings.LANGUAGES).get(code, code)


class LanguageMiddleware(LocaleMiddleware):
    """Django's LocaleMiddleware without its redirect.

    Wagtail takes every address below a language, so Django would answer each unknown address with a redirect to
    the same one below a language, instead of "not found".
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say which language the answer is in."""
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response
