"""Addresses of the endpoint for claims, under /apply/ as all of the endpoint."""

from django.urls import path

from cms.events import views
from cms.issuance.endpoint.views.intake import challenge

urlpatterns = [
    path("apply/claim/", views.claim, name="events-claim"),
    path("apply/claim/challenge", challenge, name="events-challenge"),
    path("apply/claim/confirm/<str:secret>/", views.confirm, name="events-confirm"),
]
