"""Endorsements by invitation: part of the endpoint, and a desk in the Wagtail admin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    """Label `recognition`. Its models know nothing of Wagtail, so that the endpoint runs alone."""

    name = "cms.recognition"
    label = "recognition"
    verbose_name = _("Recognition by others")

    def ready(self) -> None:
        """Let its mails go the way of all mails of the endpoint, and describe its addresses with the others."""
        from cms.issuance.endpoint.openapi import add_description
        from cms.recognition import mails
        from cms.recognition.openapi import describe

        mails.register()
        add_description(describe)
