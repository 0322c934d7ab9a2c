"""Logins of staff and what guards them."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """Label `accounts`."""

    name = "cms.accounts"
    label = "accounts"
    default = True

    def ready(self) -> None:
        """Note logins, and those that failed."""
        from cms.accounts import signals  # noqa: F401  registers its receivers


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens of accounts with forms of ours."""

    user_viewset = "cms.accounts.users.UserViewSet"
