"""Where the second factor appears in the Wagtail admin, and what the history says of it."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.log_actions import LogActionRegistry

from cms.accounts.sessions import end_sessions


@hooks.register("register_admin_urls")
def register_accounts_urls() -> list[URLPattern | URLResolver]:
    """Put it under the admin's address."""
    return [path("second-factor/", include("cms.accounts.urls"))]


class SecondFactorPanel(BaseSettingsPanel):
    """The way there from one's account; nothing to fill in."""

    name = "second_factor"
    title = _("Second factor and sessions")
    template_name = "accounts/panel.html"
    order = 600

    def get_form(self) -> forms.Form:
        """Return a form without fields: the page asks every panel for one."""
        return forms.Form()


@hooks.register("register_account_settings_panel")
def register_panel(request: HttpRequest, user: Any, profile: Any) -> SecondFactorPanel:
    """Put it on the page of one's account."""
    return SecondFactorPanel(request, user, profile)


@hooks.register("register_log_actions")
def register_account_actions(actions: LogActionRegistry) -> None:
    """Let the history name what was done to an account."""
    for name, said in (
        ("second_factor_on", _("Second factor set up")),
        ("second_factor_off", _("Second factor turned off")),
        ("codes_renewed", _("Fresh recovery codes made")),
        ("password_chosen", _("Password chosen in the place of one that was told")),
    ):
        actions.register_action(f"accounts.{name}", said, said)


@hooks.register("after_bulk_action")
def end_logins_of_the_closed(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """End every login of accounts that were closed together: Wagtail writes them without a signal."""
    if action_type == "set_active_state":
        for user in get_user_model().objects.filter(pk__in=[one.pk for one in objects], is_active=False):
            end_sessions(user)
