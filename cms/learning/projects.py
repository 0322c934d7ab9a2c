"""Projects as Wagtail knows them: each has a Site, whose root is the home page in the source language."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, Substr
from wagtail.models import Page

from cms import projects
from cms.learning.models import HomePage, ProjectSettings
from cms.projects import FIRST, Project

# Pages just below the root of Wagtail's tree are the home pages of the languages of all projects.
HOME_DEPTH = 2


def further_homes() -> dict[UUID, str]:
    """Return the keys of further projects by the translation key of their home pages."""
    rows = ProjectSettings.objects.exclude(key="").values_list("site__root_page__translation_key", "key")
    return {home: key for home, key in rows if home}


def home_path_of(page: Page) -> str:
    """Return where in the tree the home page is that a page is below."""
    return str(page.path[: HOME_DEPTH * Page.steplen])


def homes(project: Project | None = None) -> "QuerySet[HomePage]":
    """Return the home pages of a project (of the one that is meant here), those of all languages."""
    return of_project(HomePage.objects.order_by("path"), project=project)


def home_of(language: str = "") -> HomePage | None:
    """Return the home page of the project that is meant here, in a language (the source language)."""
    return homes().filter(locale__language_code=language or settings.LANGUAGE_CODE).first()


def project_of_page(page: Page) -> Project:
    """Return the project that a page belongs to; a page outside of all trees belongs to the first."""
    return projects_of_pages([page])[page.pk]


def projects_of_pages(pages: Sequence[Page]) -> dict[int, Project]:
    """Return the projects that pages belong to, by their ids; as many queries for many as for one."""
    found = further_homes()
    if not found:
        return dict.fromkeys((page.pk for page in pages), FIRST)
    places = {page.pk: home_path_of(page) for page in pages}
    above = Page.objects.filter(path__in=set(places.values())).values_list("path", "translation_key")
    keys = {path: found.get(home, "") for path, home in above}
    known = {project.key: project for project in projects.every()}
    return {pk: known[keys.get(place, "")] for pk, place in places.items()}


def of_project(rows: "QuerySet[Any]", column: str = "path", project: Project | None = None) -> "QuerySet[Any]":
    """Return the rows whose page, named by the column with its path in the tree, belongs to a project.

    It is part of the query of the rows, and costs none of its own.
    """
    key = (projects.current() if project is None else project).key
    settings_of = ProjectSettings.objects.filter(key=key) if key else ProjectSettings.objects.exclude(key="")
    keys = settings_of.values("site__root_page__translation_key")
    own = Page.objects.filter(depth=HOME_DEPTH, translation_key__in=keys).order_by().values("path")
    rows = rows.alias(home_path=Coalesce(Substr(column, 1, HOME_DEPTH * Page.steplen), Value("")))
    return rows.filter(home_path__in=own) if key else rows.exclude(home_path__in=own)


def name_of(project: Project) -> str:
    """Return what a project calls itself."""
    facts = project.facts or ProjectSettings.objects.filter(key=project.key).values_list("facts", flat=True).first()
    return str((facts or {}).get("name", project.key))
