"""Who may close the project."""

from django.http import HttpRequest
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.closing.models import Entry

PERMISSION = "closing.close_entry"


class ClosersOnly(PermissionCheckedMixin):
    """Mixin for the screen; everybody else gets Wagtail's page that says so."""

    request: HttpRequest
    permission_policy = ModelPermissionPolicy(Entry)
    permission_required = "close"
