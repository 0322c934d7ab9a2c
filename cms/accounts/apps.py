"""Logins of staff and what guards them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label `accounts`."""

    name = "cms.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Note logins, and those that failed."""
        from cms.accounts import signals  # noqa: F401  registers its receivers
