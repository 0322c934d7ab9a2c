"""Addresses of the CMS process: the admin, the endpoint, the headless APIs; the static site is served by middleware."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.api.urls import urlpatterns as api_urls
from cms.demo.patterns import patterns
from cms.operation.media import media

handler500 = "cms.operation.trouble.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.endpoint_urls")),
    *api_urls,
    path(f"{settings.MEDIA_URL.lstrip('/')}<path:name>", media, name="media"),
]

if settings.DEMO:
    urlpatterns += [path("outbox/", include("cms.demo.urls")), path("patterns/", patterns, name="patterns")]

# Pages that are not exported yet are shown by Wagtail; the exported ones never reach this.
urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=True)
