"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class ExportConfig(AppConfig):
    """Label `export`."""

    name = "cms.export"
    label = "export"
