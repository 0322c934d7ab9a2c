"""What editors find in the menu of the Wagtail admin beside the pages."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms import projects
from cms.learning.models import Recording
from cms.learning.project_choice import projects_for, urls
from cms.learning.projects import name_of
from cms.projects import current


class RecordingViewSet(SnippetViewSet):
    """The recordings of the podcasts, by module and language."""

    model = Recording
    icon = "media"
    menu_label = _("Recordings")
    add_to_admin_menu = True
    list_display = ["module", "locale", "audio", "captions"]
    list_filter = ["locale"]


register_snippet(RecordingViewSet)


class ProjectPanel(Component):
    """Which project all screens are about, and the way to another one."""

    name = "project"
    template_name = "learning/project_panel.html"
    order = 10

    def get_context_data(self, parent_context: dict[str, Any] | None) -> dict[str, Any]:
        """Return the projects of the person and the one that is chosen."""
        request = (parent_context or {})["request"]
        return {
            "request": request,
            # A component is rendered without the context processors that would give it.
            "csrf_token": get_token(request),
            "projects": [(project.key, name_of(project)) for project in projects_for(request.user)],
            "chosen": current().key,
        }


@hooks.register("construct_homepage_panels")
def add_project_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show which project the screens are about, where there is more than one."""
    if projects.further():
        panels.append(ProjectPanel())


@hooks.register("register_admin_urls")
def register_project_urls() -> list[URLPattern]:
    """Put the choice of a project under the admin's address."""
    return urls
