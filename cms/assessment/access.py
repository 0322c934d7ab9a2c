"""Who may assess what, and in whose name it is written down."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.permission_policies import ModelPermissionPolicy

from cms.assessment.roles import is_lead, languages_of
from cms.issuance.assessing.workflow import Actor
from cms.issuance.models import Application
from cms.issuance.states import UNSEEN, State
from cms.learning.project_rights import PermittedHere
from cms.projects import current, further, mean, owner_of, project_of, use


class AssessorsOnly(PermittedHere):
    """Mixin for views of the desk."""

    permission_policy = ModelPermissionPolicy(Application)
    permission_required = "assess"


class LeadsOnly(AssessorsOnly):
    """Mixin for views that only leads may use."""

    permission_required = "lead"


def actor_for(user: Any) -> Actor:
    """Return an account as the rules of assessment know people."""
    return Actor(user.get_username(), user.pk, user.email, is_lead(user))


def actor_of(request: HttpRequest) -> Actor:
    """Return the person at the desk."""
    return actor_for(request.user)


def visible(user: Any) -> QuerySet[Application]:
    """Return the applications of the project that a person may see: confirmed, in a language of theirs."""
    rows = Application.objects.exclude(state__in=UNSEEN).exclude(state=State.EXPIRED, confirmed_at=None)
    return rows.filter(_own(user)).select_related("achievement")


def visible_anywhere(user: Any) -> QuerySet[Application]:
    """Return the applications that a person may see in any project."""
    found = visible(user)
    for project in further():
        with use(project):
            found |= visible(user)
    return found


def _own(user: Any) -> Q:
    return current().own("achievement__slug") & Q(achievement__language__in=languages_of(user))


def find_application(request: HttpRequest, pk: UUID) -> Application:
    """Return an application that the person at the desk may see, or raise Http404.

    A link in a mail may lead to another project than the one that is chosen: then all that follows means that one.
    """
    key = Application.objects.filter(pk=pk).values_list("achievement__slug", flat=True).first()
    if key is not None and owner_of(key) != current().key:
        mean(project_of(key))
    return get_object_or_404(visible(request.user).select_related("award", "batch"), pk=pk)
