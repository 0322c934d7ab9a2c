"""Who may close the project."""

from wagtail.permission_policies import ModelPermissionPolicy

from cms.closing.models import Entry
from cms.learning.project_rights import PermittedHere

PERMISSION = "closing.close_entry"


class ClosersOnly(PermittedHere):
    """Mixin for the screen."""

    permission_policy = ModelPermissionPolicy(Entry)
    permission_required = "close"
