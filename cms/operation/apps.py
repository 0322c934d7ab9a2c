"""Running the product: the server with its worker, and a site from files alone."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Label `operation`."""

    name = "cms.operation"
    label = "operation"
