"""Where the overview appears in the Wagtail admin: the menu, and each translator's own language at the dashboard."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.translation.overview_views import STATES, overview_url
from cms.translation.roles import languages_of
from cms.translation.status import PageStatus, translation_matrix

# What a translator can do something about, the most urgent first.
OPEN_STATES = ("conflict", "returned", "outdated", "to review", "in progress", "missing", "ready", "submitted")


@hooks.register("register_admin_menu_item")
def register_overview() -> MenuItem:
    """Put the overview into the main menu."""
    return MenuItem(
        _("Translations"), reverse("translation:overview"), icon_name="wagtail-localize-language", order=250
    )


class OwnLanguagePanel(Component):
    """What is open in the languages of the person at the desk."""

    name = "translations"
    template_name = "translation/own_language_panel.html"
    order = 120
    most = 8

    def get_context_data(self, parent_context: dict[str, Any] | None) -> dict[str, Any]:
        """Return the open pages of the own languages, by state."""
        user = (parent_context or {})["request"].user
        own = languages_of(user)
        found = [status for status in translation_matrix(own) if status.state in OPEN_STATES]
        found.sort(key=lambda status: OPEN_STATES.index(status.state))
        counts = [(STATES[state], _count(found, state), overview_url(state=state)) for state in OPEN_STATES]
        return {
            "statuses": found[: self.most],
            "more": len(found) - self.most,
            "counts": [count for count in counts if count[1]],
            "mine": own,
            "overview": overview_url(),
        }


def _count(statuses: list[PageStatus], state: str) -> int:
    return sum(status.state == state for status in statuses)


@hooks.register("construct_homepage_panels")
def add_own_language_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show translators their own language first."""
    if languages_of(request.user):
        panels.append(OwnLanguagePanel())
