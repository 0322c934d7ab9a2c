"""The addresses of the CMS, with Wagtail's own view given to django-distill."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django_distill import distill_re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

from benchmarks.export.corpus.models import CorpusPage
from cms.urls import urlpatterns as cms_urlpatterns


def page_paths() -> list[tuple[str]]:
    """Return the path of each page below its language; django-distill asks for each in every language.

    A bare "" would be dropped, so the home page is a tuple of one.
    """
    pages = CorpusPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    return [(path.removeprefix("/home/"),) for path in pages.values_list("url_path", flat=True)]


urlpatterns = [
    *i18n_patterns(distill_re_path(serve_pattern, serve, name="wagtail_serve", distill_func=page_paths)),
    *cms_urlpatterns,
]
