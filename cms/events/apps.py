"""Training events: who was there, and the part of the endpoint that takes claims."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Label `events`. Its models know nothing of Wagtail, so that the endpoint runs alone."""

    name = "cms.events"
    label = "events"
    verbose_name = _("Training events")

    def ready(self) -> None:
        """Let its mails go the way of all mails of the endpoint, and erase with whoever has a badge erased."""
        from cms.events import mails, openapi, retention
        from cms.issuance.endpoint.openapi import add_description
        from cms.issuance.signals import erasing

        mails.register()
        add_description(openapi.describe)
        erasing.connect(retention.forget_holder, dispatch_uid="events.forget_holder")
