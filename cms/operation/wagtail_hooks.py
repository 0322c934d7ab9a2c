"""What every page of the Wagtail admin needs to do without scripts inside the page."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def load_begin() -> SafeString:
    """Load what begins pickers and panels."""
    return format_html('<script src="{}"></script>', static("operation/begin.js"))
