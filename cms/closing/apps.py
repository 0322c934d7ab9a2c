"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Label `closing`."""

    name = "cms.closing"
    label = "closing"
