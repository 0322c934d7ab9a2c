"""The addresses of the CMS and those of API v2."""

from django.conf import settings
from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from cms.api.http.answers import kept_bodies
from cms.urls import urlpatterns as cms_urls

kept_bodies.most = settings.KEPT
router = WagtailAPIRouter("bench_v2")
router.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [path("api/v2/", router.urls), *cms_urls]
