"""All addresses of the endpoint where it runs alone: applications for badges, practices, endorsements, claims."""

from django.urls import include, path

urlpatterns = [
    path("", include("cms.issuance.endpoint.urls")),
    path("", include("cms.practices.urls")),
    path("", include("cms.recognition.urls")),
    path("", include("cms.events.urls")),
]

handler400 = "cms.issuance.endpoint.views.documents.bad_request"
handler404 = "cms.issuance.endpoint.views.documents.not_found"
