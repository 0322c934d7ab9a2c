"""Where the desk appears in the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.assessment.access import PERMISSION
from cms.assessment.queue import waiting_url


class ApplicationsMenuItem(MenuItem):
    """The way to the queue, for those who may assess."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person at the desk is an assessor."""
        return request.user.has_perm(PERMISSION)

    def is_active(self, request: HttpRequest) -> bool:
        """Tell whether the page of now belongs to the desk, whatever the filter."""
        return request.path.startswith(reverse("assessment:queue"))


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[URLPattern | URLResolver]:
    """Put the desk under the admin's address."""
    return [path("applications/", include("cms.assessment.urls"))]


@hooks.register("register_admin_menu_item")
def register_desk_menu_item() -> MenuItem:
    """Put the queue into the main menu; it opens with what waits for a decision."""
    return ApplicationsMenuItem(_("Applications"), waiting_url(), name="applications", icon_name="tasks", order=250)
