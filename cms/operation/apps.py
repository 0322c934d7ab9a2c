"""Running the product: the server with its worker, and a site from files alone."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Label `operation`."""

    name = "cms.operation"
    label = "operation"

    def ready(self) -> None:
        """Have the settings looked at."""
        from cms.operation import checks  # noqa: F401  registers itself
