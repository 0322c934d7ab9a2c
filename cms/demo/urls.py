"""Addresses of the demo mailbox."""

from django.urls import path

from cms.demo import views

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<str:name>/", views.mail, name="outbox_mail"),
    path("<str:name>/<int:number>/", views.attachment, name="outbox_attachment"),
]
