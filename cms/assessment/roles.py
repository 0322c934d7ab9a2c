"""Groups of people who assess applications: for one language, for all, and leads."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from cms import projects
from cms.learning.project_choice import projects_for
from cms.learning.project_rights import counts_here, may_here
from cms.projects import FIRST, Project, current

ASSESSORS = "Assessors"
LEADS = "Lead assessors"
PERMISSION = "issuance.assess_application"
LEAD_PERMISSION = "issuance.lead_application"
_ADMIN = ("wagtailadmin", "access_admin")
_ASSESS = ("issuance", "assess_application")


def assessor_group_name(language: str) -> str:
    """Return the name of the group that assesses applications in one language."""
    return f"Assessors ({language})"


def make_assessor_group(project: Project = FIRST) -> Group:
    """Return the group of assessors of all languages, made if need be: into the admin, to the desk, nowhere else."""
    return _group(project.group(ASSESSORS), [_ADMIN, _ASSESS])


def make_assessor_groups() -> list[Group]:
    """Make, or bring up to date, all groups of the desk: of all languages, of each language, and leads.

    Each project has its own.

    Leads assign applications to others, settle disagreements, award in bulk, write the ready messages, and
    invite organisations to endorse badges.
    """
    messages = [("assessment", f"{action}_cannedmessage") for action in ("add", "change", "delete", "view")]
    leads = [_ADMIN, _ASSESS, ("issuance", "lead_application"), ("recognition", "handle_invitation"), *messages]
    groups = []
    for project in projects.every():
        groups += [
            make_assessor_group(project),
            *(_group(project.group(assessor_group_name(code)), [_ADMIN, _ASSESS]) for code in project.codes),
            _group(project.group(LEADS), leads),
        ]
    return groups


def languages_of(user: Any) -> list[str]:
    """Return the languages of the project that a person assesses: all, unless a group says which.

    In a project in which the person does not assess, none.
    """
    project = current()
    if project not in projects_for(user) or not counts_here(user, PERMISSION):
        return []
    every = project.codes
    names = {group.name for group in user.groups.all()}
    some = [code for code in every if project.group(assessor_group_name(code)) in names]
    of_all = {project.group(ASSESSORS), project.group(LEADS)}
    return some if some and not user.is_superuser and not names & of_all else every


def is_lead(user: Any) -> bool:
    """Tell whether a person leads the assessment of the project."""
    return may_here(user, LEAD_PERMISSION)


def people_who_assess(language: str) -> list[Any]:
    """Return the accounts that may assess applications in a language, by name."""
    people = with_permission(PERMISSION)
    return [user for user in people if language in languages_of(user)]


def with_permission(permission: str) -> Iterable[Any]:
    """Return the active accounts that have the permission, by name."""
    users: Any = get_user_model().objects
    found: Any = users.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
    return found.prefetch_related("groups").order_by("username")


def _group(name: str, permissions: list[tuple[str, str]]) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.set(
        [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in permissions]
    )
    return group
