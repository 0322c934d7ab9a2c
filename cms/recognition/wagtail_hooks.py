"""Where endorsements appear in the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.learning.project_rights import PermittedMenuItem
from cms.recognition.desk import LIST, PERMISSION


class EndorsementsMenuItem(PermittedMenuItem):
    """The way to the desk, for those who may handle it."""

    permission = PERMISSION

    def is_active(self, request: HttpRequest) -> bool:
        """Tell whether the page of now belongs to the desk, whatever the filter."""
        return request.path.startswith(reverse(LIST))


@hooks.register("register_admin_urls")
def register_recognition_urls() -> list[URLPattern | URLResolver]:
    """Put the desk under the admin's address."""
    return [path("endorsements/", include("cms.recognition.desk_urls"))]


@hooks.register("register_admin_menu_item")
def register_recognition_menu_item() -> MenuItem:
    """Put the desk into the main menu."""
    return EndorsementsMenuItem(_("Endorsements"), reverse(LIST), name="endorsements", icon_name="success", order=275)


@hooks.register("register_permissions")
def register_recognition_permission() -> QuerySet[Permission]:
    """Let administrators give the right to a group."""
    return Permission.objects.filter(content_type__app_label="recognition", codename="handle_invitation")
