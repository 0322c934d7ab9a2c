"""Addresses of the screen, below the admin's."""

from django.urls import path

from cms.closing import views

app_name = "closing"
urlpatterns = [path("", views.ClosingView.as_view(), name="closing")]
