"""Addresses of the endpoint for endorsements, under /apply/ as all of the endpoint."""

from django.urls import path

from cms.recognition import views

urlpatterns = [
    path("apply/endorse/<str:secret>/", views.answer, name="endorse-answer"),
    path("apply/endorse/withdraw/<str:secret>/", views.withdraw, name="endorse-withdraw"),
]
