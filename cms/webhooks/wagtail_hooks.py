"""Where webhooks appear in the Wagtail admin."""

from wagtail import hooks

from cms.webhooks.screens import WebhookViewSet


@hooks.register("register_admin_viewset")
def register_webhooks() -> WebhookViewSet:
    """Show them under Settings."""
    return WebhookViewSet("webhooks", url_prefix="webhooks")
