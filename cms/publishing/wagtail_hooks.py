"""Where the export appears in the Wagtail admin: the menu, and the permission that groups can be given."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.learning.project_rights import PermittedMenuItem
from cms.publishing.access import PERMISSION


class ExportMenuItem(PermittedMenuItem):
    """The way to the screen, for those who may export."""

    permission = PERMISSION


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Put the screen under the admin's address."""
    return [path("export/", include("cms.publishing.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Put the screen into the main menu."""
    return ExportMenuItem(_("Export"), reverse("publishing:export"), name="export", icon_name="site", order=260)


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    """Let administrators give the right to groups."""
    return Permission.objects.filter(content_type__app_label="publishing", codename="run_export")
