"""In which project a permission counts: for screens of the admin, and for the ways to them in its menu."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms import projects
from cms.projects import current


def counts_here(user: Any, permission: str) -> bool:
    """Tell whether a permission that a person has is one in the project that is meant: by a group of that project.

    One that an account has by itself counts in the first project. Administrators have all everywhere.
    """
    further = projects.further()
    if not further or user.is_superuser:
        return True
    label, codename = permission.split(".")
    giving = user.groups.filter(permissions__content_type__app_label=label, permissions__codename=codename)
    names = giving.values_list("name", flat=True)
    owners = {next((project.key for project in further if project.owns_group(name)), "") for name in names}
    return current().key in (owners or {""})


def may_here(user: Any, permission: str) -> bool:
    """Tell whether a person has a permission in the project that is meant."""
    return bool(user.has_perm(permission)) and counts_here(user, permission)


class PermittedHere(PermissionCheckedMixin):
    """Mixin for screens about the project that is meant: who may not do this there gets Wagtail's page that says so."""

    request: Any
    permission_policy: ModelPermissionPolicy

    def user_has_permission(self, permission: str) -> bool:
        """Tell whether the person has the permission in the project that is meant."""
        options = self.permission_policy.model._meta
        return may_here(self.request.user, f"{options.app_label}.{permission}_{options.model_name}")


class PermittedMenuItem(MenuItem):
    """The way to such a screen, for those who have its `permission` in the project that is meant."""

    permission: str

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person may."""
        return may_here(request.user, self.permission)
