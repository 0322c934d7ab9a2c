"""Addresses of the desk for endorsements, under the admin's."""

from django.urls import path

from cms.recognition import desk

app_name = "recognition"

urlpatterns = [
    path("", desk.InvitationsView.as_view(), name="invitations"),
    path("results/", desk.InvitationsView.as_view(results_only=True), name="invitations_results"),
    path("invite/", desk.InviteView.as_view(), name="invite"),
    path("<uuid:pk>/", desk.InvitationView.as_view(), name="invitation"),
]
