"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Label `publishing`."""

    name = "cms.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Notice what is published."""
        from cms.publishing import automatic  # noqa: F401
