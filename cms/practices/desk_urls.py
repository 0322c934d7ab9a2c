"""Addresses of the queue, under the admin's."""

from django.urls import path

from cms.practices import desk

app_name = "practices"

urlpatterns = [
    path("", desk.SuggestionsView.as_view(), name="queue"),
    path("results/", desk.SuggestionsView.as_view(results_only=True), name="queue_results"),
    path("<uuid:pk>/", desk.SuggestionView.as_view(), name="suggestion"),
]
