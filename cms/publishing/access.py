"""Who may export the site."""

from wagtail.admin.auth import user_passes_test
from wagtail.permission_policies import ModelPermissionPolicy

from cms.learning.project_rights import PermittedHere, may_here
from cms.publishing.models import Export

PERMISSION = "publishing.run_export"
exporters_only = user_passes_test(lambda user: may_here(user, PERMISSION))


class ExportersOnly(PermittedHere):
    """Mixin for the screens."""

    permission_policy = ModelPermissionPolicy(Export)
    permission_required = "run"
