"""Addresses of the endpoint for practices, under /apply/ as all of the endpoint."""

from django.urls import path

from cms.issuance.endpoint.views.intake import challenge
from cms.practices import views

urlpatterns = [
    path("apply/practices/", views.suggest, name="practices-suggest"),
    path("apply/practices/challenge", challenge, name="practices-challenge"),
    path("apply/practices/confirm/<str:secret>/", views.confirm, name="practices-confirm"),
]
