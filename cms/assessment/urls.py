"""Addresses of the desk, under the admin's."""

from django.urls import path

from cms.assessment import awards, queue, sheet

app_name = "assessment"

urlpatterns = [
    path("", queue.QueueView.as_view(), name="queue"),
    path("results/", queue.QueueView.as_view(results_only=True), name="queue_results"),
    path("awards/", awards.AwardsView.as_view(), name="awards"),
    path("awards/results/", awards.AwardsView.as_view(results_only=True), name="awards_results"),
    path("awards/<int:pk>/revoke/", awards.RevokeView.as_view(), name="revoke"),
    path("<uuid:pk>/", sheet.SheetView.as_view(), name="sheet"),
]
