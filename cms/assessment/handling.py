"""Who has an application: the buttons beside the sheet. Each does one step and leads back to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from cms.assessment.access import AssessorsOnly, actor_for, actor_of, find_application
from cms.assessment.forms import ConflictForm, NoteForm
from cms.assessment.log import record
from cms.assessment.queue import waiting_url
from cms.assessment.sheet_context import assign_form
from cms.assessment.wording import refusal
from cms.issuance.assessing.assigning import add_note, assign, declare_conflict, lift_conflict, release
from cms.issuance.assessing.workflow import AssessorError
from cms.issuance.models import Application
from cms.issuance.states import Action, TransitionError


class HandlingError(Exception):
    """Something typed is wrong; the message says what."""


class HandlingView(AssessorsOnly, View):
    """Do the step that the pressed button names."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Do it, say so, and show the sheet again (or the queue, where there is nothing left to do on the sheet)."""
        application = find_application(request, pk)
        steps: dict[str, tuple[Action, Callable[[HttpRequest, Application], str]]] = {
            "claim": (Action.ASSIGN, _claim),
            "assign": (Action.ASSIGN, _assign),
            "release": (Action.RELEASE, _release),
            "conflict": (Action.CONFLICT, _conflict),
            "lift": (Action.LIFT, _lift),
            "note": (Action.NOTE, _note),
        }
        name = request.POST.get("step", "")
        if name not in steps:
            raise Http404
        action, step = steps[name]
        try:
            with transaction.atomic():
                done = step(request, application)
                record(request, application, action.value)
        except (TransitionError, AssessorError) as error:
            messages.error(request, refusal(error))
        except HandlingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
            if name == "conflict":
                return redirect(waiting_url())
        return redirect("assessment:sheet", pk=pk)


def _claim(request: HttpRequest, application: Application) -> str:
    seen = request.POST.get("seen", "")
    actor = actor_of(request)
    assign(application.pk, actor, actor, seen=int(seen) if seen.isdigit() else None)
    return _("The application of %(name)s is now yours.") % {"name": application.name}


def _assign(request: HttpRequest, application: Application) -> str:
    form = assign_form(application, request.POST)
    _check(form)
    person = form.people[form.cleaned_data["assessor"]]
    seen = request.POST.get("seen", "")
    assign(
        application.pk,
        actor_for(person),
        actor_of(request),
        form.cleaned_data["due"],
        seen=int(seen) if seen.isdigit() else None,
    )
    return _("The application is assigned to %(person)s.") % {"person": person.get_username()}


def _release(request: HttpRequest, application: Application) -> str:
    release(application.pk, actor_of(request))
    return _("The application is back in the queue.")


def _conflict(request: HttpRequest, application: Application) -> str:
    form = ConflictForm(request.POST, prefix="conflict")
    _check(form)
    actor = actor_of(request)
    declare_conflict(application.pk, actor, actor, form.cleaned_data["reason"])
    return _("Your conflict of interest is noted. Somebody else assesses the application of %(name)s.") % {
        "name": application.name
    }


def _lift(request: HttpRequest, application: Application) -> str:
    number = request.POST.get("conflict", "")
    conflict: Any = get_object_or_404(application.conflicts, pk=number if number.isdigit() else 0)
    lift_conflict(conflict, actor_of(request))
    return _("%(person)s may assess this application again.") % {"person": conflict.person}


def _note(request: HttpRequest, application: Application) -> str:
    form = NoteForm(request.POST, prefix="note")
    _check(form)
    add_note(application.pk, actor_of(request), form.cleaned_data["text"])
    return _("The note is kept.")


def _check(form: forms.Form) -> None:
    """Raise HandlingError with all that is wrong."""
    if not form.is_valid():
        raise HandlingError(" ".join(str(error) for errors in form.errors.values() for error in errors))
