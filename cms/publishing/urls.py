"""Addresses of the screen, below the admin's."""

from django.urls import path

from cms.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.ExportView.as_view(), name="export"),
    path("state/", views.state, name="state"),
    path("site.zip", views.download, name="download"),
    path("<int:pk>/", views.ResultView.as_view(), name="result"),
]
