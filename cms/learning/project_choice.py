"""The project that a person works on in the admin: chosen in the menu, kept in the session, meant by every screen."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms import projects
from cms.projects import FIRST, Project

SESSION_KEY = "project"
ADMIN = "/admin/"


def projects_for(user: Any) -> list[Project]:
    """Return the projects that a person may work on: those of the own groups; administrators may work on all.

    Who is in groups of further projects only has nothing to do with the first.
    """
    further = projects.further()
    if not further or user.is_superuser:
        return [FIRST, *further]
    names = list(user.groups.values_list("name", flat=True))
    own = [project for project in further if any(project.owns_group(name) for name in names)]
    is_of_first = not names or any(not any(project.owns_group(name) for project in further) for name in names)
    return [FIRST, *own] if is_of_first else own


def chosen(request: HttpRequest) -> Project:
    """Return the project that the person has chosen, the first that is allowed where it is none of those."""
    allowed = projects_for(request.user)
    key = request.session.get(SESSION_KEY, "")
    return next((project for project in allowed if project.key == key), allowed[0])


class MeanProject:
    """Middleware: within the admin, everything is about the project that the person has chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer for the chosen project."""
        if not request.path_info.startswith(ADMIN) or not request.user.is_authenticated:
            return self.get_response(request)
        with projects.use_lazily(lambda: chosen(request)):
            return self.get_response(request)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a project, and begin at the start of the admin."""
    key = request.POST.get("project", "")
    if any(project.key == key for project in projects_for(request.user)):
        request.session[SESSION_KEY] = key
    else:
        messages.error(request, _("You do not work on this project."))
    return redirect(reverse("wagtailadmin_home"))


urls = [path("project/", choose, name="choose_project")]
