"""Where suggested practices appear in the Wagtail admin."""

from urllib.parse import urlencode

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.learning.project_rights import PermittedMenuItem
from cms.practices.desk import PERMISSION
from cms.practices.models import State
from cms.projects import FIRST, current


class SuggestionsMenuItem(PermittedMenuItem):
    """The way to the queue, for those who may handle it, while they work on the project that has practices."""

    permission = PERMISSION

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may, and is at the first project."""
        return current() == FIRST and super().is_shown(request)

    def is_active(self, request: HttpRequest) -> bool:
        """Tell whether the page of now belongs to the queue, whatever the filter."""
        return request.path.startswith(reverse("practices:queue"))


@hooks.register("register_admin_urls")
def register_practices_urls() -> list[URLPattern | URLResolver]:
    """Put the queue under the admin's address."""
    return [path("practices/", include("cms.practices.desk_urls"))]


@hooks.register("register_admin_menu_item")
def register_practices_menu_item() -> MenuItem:
    """Put the queue into the main menu; it opens with what waits."""
    address = f"{reverse('practices:queue')}?{urlencode({'state': State.WAITING.value})}"
    return SuggestionsMenuItem(_("Suggested practices"), address, name="practices", icon_name="form", order=270)


@hooks.register("register_permissions")
def register_practices_permission() -> QuerySet[Permission]:
    """Let administrators give the right to a group."""
    return Permission.objects.filter(content_type__app_label="practices", codename="handle_suggestion")
