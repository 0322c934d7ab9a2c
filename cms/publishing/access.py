"""Who may export the site."""

from django.http import HttpRequest
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.publishing.models import Export

PERMISSION = "publishing.run_export"
exporters_only = permission_required(PERMISSION)


class ExportersOnly(PermissionCheckedMixin):
    """Mixin for the screens; everybody else gets Wagtail's page that says so."""

    request: HttpRequest
    permission_policy = ModelPermissionPolicy(Export)
    permission_required = "run"
