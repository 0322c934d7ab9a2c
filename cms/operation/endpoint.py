"""Addresses of the endpoint where it runs alone, with the words of this installation for what is broken."""

from cms.endpoint_urls import handler400, handler404, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

handler500 = "cms.operation.trouble.server_error"
