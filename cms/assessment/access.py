"""Who may assess, and in whose name it is written down."""

from django.http import HttpRequest
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.issuance.models import Application
from cms.issuance.workflow import Actor

PERMISSION = "issuance.assess_application"


class AssessorsOnly(PermissionCheckedMixin):
    """Mixin for views of the desk: everybody else gets Wagtail's page that says so."""

    permission_policy = ModelPermissionPolicy(Application)
    permission_required = "assess"


def actor_of(request: HttpRequest) -> Actor:
    """Return the person at the desk as the log of an application names people."""
    return Actor(request.user.get_username(), request.user.pk)
