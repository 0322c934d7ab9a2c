"""Addresses of the endpoint where it runs alone: its own, and /metrics for Prometheus."""

from django.urls import URLPattern, URLResolver, path

from cms.endpoint_urls import handler400, handler404
from cms.endpoint_urls import urlpatterns as form_urls
from cms.operation.views import metrics

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

handler500 = "cms.operation.trouble.server_error"

urlpatterns: list[URLPattern | URLResolver] = [path("metrics", metrics), *form_urls]
