"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Label `api`."""

    name = "cms.api"
    label = "api"
