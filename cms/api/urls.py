"""Addresses of the headless APIs: content at its own path under /++api++/, Wagtail's write API under /api/v3/."""

from django.urls import URLPattern, URLResolver, path
from wagtail.api.v3.urls import api as wagtail_api

from cms.api.http.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("++api++/", api.urls),
    path("api/v3/", wagtail_api.urls),
]
