"""Addresses of the events, under the admin's."""

from django.urls import path

from cms.assessment.events import event, listing, people

app_name = "events"

urlpatterns = [
    path("", listing.EventsView.as_view(), name="list"),
    path("results/", listing.EventsView.as_view(results_only=True), name="list_results"),
    path("new/", listing.EventFormView.as_view(), name="new"),
    path("participants.csv", people.PeopleSampleView.as_view(), name="people_sample"),
    path("<int:pk>/", event.EventView.as_view(), name="event"),
    path("<int:pk>/edit/", listing.EventFormView.as_view(), name="edit"),
    path("<int:pk>/participants/", people.PeopleView.as_view(), name="people"),
    path("<int:pk>/list/", event.SheetView.as_view(), name="sheet"),
    path("<int:pk>/poster.pdf", event.PosterView.as_view(), name="poster"),
]
