"""Where closing appears in the Wagtail admin: among the settings, and as a permission that groups can be given."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.closing.access import PERMISSION
from cms.learning.project_rights import PermittedMenuItem


class ClosingMenuItem(PermittedMenuItem):
    """The way to the screen, for those who may close the project."""

    permission = PERMISSION


@hooks.register("register_admin_urls")
def register_closing_urls() -> list[URLPattern | URLResolver]:
    """Put the screen under the admin's address."""
    return [path("closing/", include("cms.closing.urls"))]


@hooks.register("register_settings_menu_item")
def register_closing_menu_item() -> MenuItem:
    """Put the screen among the settings: it is needed once."""
    return ClosingMenuItem(_("Close the project"), reverse("closing:closing"), name="closing", icon_name="lock")


@hooks.register("register_permissions")
def register_closing_permission() -> QuerySet[Permission]:
    """Let administrators give the right to a group."""
    return Permission.objects.filter(content_type__app_label="closing", codename="close_entry")
