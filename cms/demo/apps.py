"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Label `demo`."""

    name = "cms.demo"
    label = "demo"
