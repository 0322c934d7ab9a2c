"""Where the exchange appears in the Wagtail admin: the menu, and the history of pages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry

from cms.translation.exchange.pending import ACTION
from cms.translation.exchange.scope import locales_for


class ExchangeMenuItem(MenuItem):
    """The way to the exchange, for those who may edit translations."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may edit any."""
        return bool(locales_for(request.user))


@hooks.register("register_admin_menu_item")
def register_exchange() -> MenuItem:
    """Put the exchange into the main menu, after the overview."""
    return ExchangeMenuItem(_("Translation files"), reverse("translation:exchange"), icon_name="download", order=255)


@hooks.register("register_log_actions")
def register_import(actions: LogActionRegistry) -> None:
    """Name an import in the history of a page."""

    @actions.register_action(ACTION)
    class ImportFormatter(LogFormatter):
        label = _("Import translations")

        def format_message(self, log_entry: PageLogEntry) -> str:
            """Return how many texts came from which file."""
            facts = {"number": log_entry.data.get("texts", 0), "file": log_entry.data.get("file", "")}
            return _("%(number)d translations imported from “%(file)s”") % facts
