"""What the headless API adds to the Wagtail admin: tokens with scopes and an end, and comments in the log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.api.tokens_admin import TokenViewSet
from cms.api.writing.transitions import COMMENTED

# Wagtail's own screen makes tokens that may do everything for ever; ours takes its place in the menu.
WAGTAILS_TOKENS = "api_tokens"


@hooks.register("register_admin_viewset")
def register_tokens() -> TokenViewSet:
    """Show the tokens under Settings."""
    return TokenViewSet("api_tokens", url_prefix="tokens")


@hooks.register("construct_settings_menu")
def hide_unlimited_tokens(request: Any, menu_items: list[Any]) -> None:
    """Leave one entry for tokens in the menu."""
    menu_items[:] = [item for item in menu_items if item.name != WAGTAILS_TOKENS]


@hooks.register("register_log_actions")
def register_comments(actions: LogActionRegistry) -> None:
    """Let the log show the words that came with a transition."""

    class CommentFormatter(LogFormatter):
        """An entry with the words of somebody."""

        label = _("Comment")

        def format_message(self, log_entry: Any) -> str:
            """Return what happened."""
            return str(_("Comment"))

        def format_comment(self, log_entry: Any) -> str:
            """Return the words."""
            return str(log_entry.data.get("comment", ""))

    actions.register_action(COMMENTED)(CommentFormatter)
