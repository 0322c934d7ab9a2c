"""Where the import of a design canvas appears in the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.toolkit.drafting import may_import


class ImportMenuItem(MenuItem):
    """The way to the import, for those who may add badges."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may."""
        return may_import(request.user)


@hooks.register("register_admin_urls")
def register_toolkit_urls() -> list[URLPattern | URLResolver]:
    """Put the import under the admin's address."""
    return [path("canvas/", include("cms.toolkit.desk_urls"))]


@hooks.register("register_admin_menu_item")
def register_toolkit_menu_item() -> MenuItem:
    """Put the import into the main menu."""
    address = reverse("toolkit:import_canvas")
    return ImportMenuItem(_("Import a canvas"), address, name="canvas", icon_name="upload", order=275)
