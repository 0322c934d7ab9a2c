"""Addresses of the endpoint, under /apply/. The whole site of the endpoint alone; the CMS includes it at its root."""

from django.urls import path

from cms.issuance import views

urlpatterns = [
    path("apply/", views.apply, name="issuance-apply"),
    path("apply/style.css", views.style, name="issuance-style"),
    path("apply/confirm/<str:secret>/", views.confirm, name="issuance-confirm"),
    path("apply/mend/<str:secret>/", views.mend, name="issuance-mend"),
]

handler400 = "cms.issuance.views.bad_request"
handler404 = "cms.issuance.views.not_found"
