"""Groups of the CMS: who may change which language."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms import projects
from cms.learning.models import HomePage
from cms.learning.projects import homes
from cms.projects import Project, current
from cms.translation.models import TranslationReviewTask

SOURCE_EDITORS = "Source editors"
# A permission: the label of its application, and its codename.
Right = tuple[str, str]


def translator_group_name(language: str) -> str:
    """Return the name of the group that translates into a language."""
    return f"Translators ({language})"


def reviewer_group_name(language: str) -> str:
    """Return the name of the group that reviews translations into a language."""
    return f"Reviewers ({language})"


def name_of(person: Any) -> str:
    """Return what others call a person, "" where there is none (a command, a machine, a file)."""
    return str(person.get_full_name() or person.get_username()) if person else ""


def languages_of(user: Any) -> list[str]:
    """Return the languages of the project that a person translates or reviews, in the order of the settings."""
    names = set(user.groups.values_list("name", flat=True))
    project = current()
    return [
        code
        for code in project.codes
        if names & {project.group(translator_group_name(code)), project.group(reviewer_group_name(code))}
    ]


def make_groups() -> list[Group]:
    """Make, or bring up to date, for each project the source editors' group and two a language.

    A translator may change what is below the home page of the own language, and upload recordings of podcasts;
    nothing else: no other language, no pictures, no settings. A reviewer may do the same, approve translations of
    others, and publish. Source editors work on the source language, manage pictures and recordings, decide which
    pages are translated, and export the site.
    """
    return [
        group
        for project in projects.every()
        for home in homes(project).select_related("locale")
        for group in _groups_of(project, home)
    ]


def _groups_of(project: Project, home: HomePage) -> list[Group]:
    code = home.locale.language_code
    if code == settings.LANGUAGE_CODE:
        name, kinds = project.group(SOURCE_EDITORS), ["add_page", "change_page", "publish_page"]
        return [_group(name, home, kinds, rights=_source_rights(project))]
    translators = _group(project.group(translator_group_name(code)), home, ["change_page"])
    kinds = ["change_page", "publish_page", "lock_page"]
    reviewers = _group(project.group(reviewer_group_name(code)), home, kinds)
    make_workflow(home, reviewers, project)
    return [translators, reviewers]


def make_workflow(home: HomePage, reviewers: Group, project: Project) -> Workflow:
    """Make sure that translations below `home` go through a review by the group; a workflow set by hand stays."""
    code = home.locale.language_code
    assigned = WorkflowPage.objects.filter(page_id=home.pk).select_related("workflow").first()
    if assigned is not None:
        return assigned.workflow
    task, _ = TranslationReviewTask.objects.get_or_create(name=project.group(f"Review ({code})"))
    task.groups.set([reviewers])
    workflow, _ = Workflow.objects.get_or_create(name=project.group(f"Translation ({code})"))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.create(page_id=home.pk, workflow=workflow)
    return workflow


def _group(name: str, home: HomePage, kinds: list[str], *, rights: Sequence[Right] = ()) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    _grant_pages(group, home, kinds)
    group.permissions.set(_permissions(rights))
    _grant_files(group, "wagtaildocs", "document")
    if rights:
        _grant_files(group, "wagtailimages", "image")
    return group


def _source_rights(project: Project) -> list[Right]:
    rights = [("wagtail_localize", "submit_translation"), ("publishing", "run_export")]
    # Suggested practices all come from the site of the first project.
    handled = [] if project.key else [("practices", "handle_suggestion")]
    return [*rights, *handled, ("recognition", "handle_invitation")]


def _permissions(rights: Sequence[Right]) -> list[Permission]:
    wanted: list[Right] = [("wagtailadmin", "access_admin"), *rights]
    wanted += [("learning", f"{action}_recording") for action in ("add", "change", "view")]
    return [
        permission
        for label, codename in wanted
        for permission in Permission.objects.filter(content_type__app_label=label, codename=codename)
    ]


def _grant_pages(group: Group, home: HomePage, kinds: list[str]) -> None:
    GroupPagePermission.objects.filter(group=group).delete()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=kinds):
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)


def _grant_files(group: Group, app: str, kind: str) -> None:
    """Let the group upload, change and choose files of one kind in every collection."""
    root = Collection.get_first_root_node()
    codenames = [f"{action}_{kind}" for action in ("add", "change", "choose")]
    for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
