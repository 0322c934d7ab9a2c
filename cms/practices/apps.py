"""Good practices that people outside suggest: part of the endpoint, and a queue in the Wagtail admin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Label `practices`. Its models know nothing of Wagtail, so that the endpoint runs alone."""

    name = "cms.practices"
    label = "practices"
    verbose_name = _("Suggested practices")

    def ready(self) -> None:
        """Let its mails go the way of all mails of the endpoint."""
        from cms.issuance.endpoint.openapi import add_description
        from cms.practices import mails, openapi

        mails.register()
        add_description(openapi.describe)
