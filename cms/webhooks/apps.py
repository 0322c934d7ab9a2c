"""Django's entry to this stage of the flow."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Label `webhooks`."""

    name = "cms.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Notice what is to be told."""
        from cms.webhooks import events  # noqa: F401
