"""All addresses of the endpoint where it runs alone: applications for badges, and suggested practices."""

from django.urls import include, path

urlpatterns = [
    path("", include("cms.issuance.urls")),
    path("", include("cms.practices.urls")),
]

handler400 = "cms.issuance.views.documents.bad_request"
handler404 = "cms.issuance.views.documents.not_found"
