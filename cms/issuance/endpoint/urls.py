"""Addresses for applications, under /apply/; `cms.endpoint_urls` has all of the endpoint."""

from django.urls import path

from cms.issuance.endpoint.views import apply, documents, intake, links, status

urlpatterns = [
    path("apply/", apply.apply, name="issuance-apply"),
    path("apply/challenge", intake.challenge, name="issuance-challenge"),
    path("apply/openapi.json", documents.openapi, name="issuance-openapi"),
    path("apply/style.css", documents.style, name="issuance-style"),
    path("apply/links/", links.resend, name="issuance-resend"),
    path("apply/confirm/<str:secret>/", links.confirm, name="issuance-confirm"),
    path("apply/mend/<str:secret>/", links.mend, name="issuance-mend"),
    path("apply/status/<str:secret>/", status.status, name="issuance-status"),
    path("apply/status/<str:secret>/withdraw/", status.withdraw, name="issuance-withdraw"),
    path("apply/status/<str:secret>/erase/", status.erase, name="issuance-erase"),
    path("apply/status/<str:secret>/<str:name>", status.badge_file, name="issuance-badge-file"),
]
