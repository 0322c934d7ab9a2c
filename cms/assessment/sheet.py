"""The assessment sheet: one application, criterion by criterion, and the decision."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.assessment.access import AssessorsOnly, actor_of, find_application
from cms.assessment.forms import Decision, SheetForm
from cms.assessment.log import record
from cms.assessment.models import CannedMessage
from cms.assessment.queue import waiting_url
from cms.assessment.sheet_context import sheet_context
from cms.assessment.wording import refusal
from cms.issuance.assessing import workflow
from cms.issuance.assessing.assigning import add_note
from cms.issuance.assessing.decisions import carried_marks
from cms.issuance.assessing.workflow import AssessorError
from cms.issuance.credentials import CredentialError
from cms.issuance.models import Application
from cms.issuance.states import State, TransitionError


class SheetView(AssessorsOnly, WagtailAdminTemplateMixin, View):
    """Show an application; keep marks or take a decision."""

    template_name = "assessment/sheet.html"
    header_icon = "tasks"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the application."""
        super().setup(request, *args, **kwargs)
        self.application = find_application(request, kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the name of the applicant."""
        return self.application.name

    def get_page_subtitle(self) -> str:
        """Return what is applied for."""
        return self.application.achievement.name

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way back to the queue."""
        return [
            *self.breadcrumbs_items,
            {"url": waiting_url(), "label": _("Applications")},
            {"url": "", "label": self.application.name, "sublabel": self.application.achievement.name},
        ]

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show the sheet."""
        return self._show(self._form(Decision.SAVE))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Do what the button says; with an error nothing is done and all that was typed is kept."""
        try:
            decision = Decision(request.POST.get("decision", ""))
        except ValueError as error:
            raise Http404 from error
        if decision is Decision.INSERT:
            return self._show(self._form(Decision.SAVE, with_canned(request.POST, self.application)))
        form = self._form(decision, request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing is decided yet. Please look at the marked places."))
            return self._show(form)
        try:
            done = self._do(form)
        except (TransitionError, AssessorError) as error:
            messages.error(request, refusal(error))
        except CredentialError as error:
            messages.error(request, _("The badge could not be signed, so nothing is decided: %s") % error)
        else:
            messages.success(request, done)
            saved = decision is Decision.SAVE
            return redirect(reverse("assessment:sheet", args=[pk]) if saved else waiting_url())
        self.application = find_application(request, pk)
        return self._show(form)

    def _form(self, decision: Decision, data: QueryDict | None = None) -> SheetForm:
        """Return the form with this person's draft, or with the marks that stand from the round before."""
        application = self.application
        draft = application.assessments.filter(
            round=application.round, assessor_id=actor_of(self.request).number
        ).first()
        known = draft.marks if draft else carried_marks(application)
        return SheetForm(application, decision, data, known=known, message=draft.message if draft else "")

    @transaction.atomic
    def _do(self, form: SheetForm) -> str:
        """Take the decision and return what to say about it."""
        pk, marks, actor = self.application.pk, form.marks(), actor_of(self.request)
        message, seen = form.cleaned_data["message"], form.cleaned_data["round"]
        record(self.request, self.application, form.decision.value)
        steps: dict[Decision, Callable[..., object]] = {
            Decision.AWARD: workflow.award,
            Decision.RETURN: workflow.return_for_completion,
            Decision.DECLINE: workflow.decline,
            Decision.ASK: workflow.ask_second,
            Decision.SAVE: workflow.save_marks,
        }
        steps[form.decision](pk, marks, actor, message, round_seen=seen)
        if note := form.cleaned_data["note"]:
            add_note(pk, actor, note)
        return self._told(form.decision)

    def _told(self, decision: Decision) -> str:
        """Return what to say after a decision, which may not be final."""
        name = {"name": self.application.name}
        after = State(Application.objects.values_list("state", flat=True).get(pk=self.application.pk))
        if decision is Decision.SAVE:
            return _("Your marks are saved. Nothing is decided yet.")
        if after is State.DISPUTED:
            return (
                _("Your opinion is kept. It differs from the first, so a lead assessor decides about %(name)s.") % name
            )
        if after is State.SECOND:
            return _("The application of %(name)s now waits for another assessor.") % name
        return {
            State.AWARDED: _("The badge is awarded. %(name)s gets it by mail."),
            State.RETURNED: _("The application is returned. %(name)s gets your message by mail."),
            State.DECLINED: _("The application is declined. %(name)s gets your message by mail."),
        }[after] % name

    def _show(self, form: SheetForm) -> HttpResponse:
        context = sheet_context(self.application, actor_of(self.request), form)
        return self.render_to_response(self.get_context_data(**context))


def with_canned(data: QueryDict, application: Application) -> QueryDict:
    """Return what was typed, with the chosen message at the end of the own one."""
    typed = data.copy()
    number = typed.get("canned", "")
    found = CannedMessage.objects.filter(language=application.language, pk=number) if number.isdigit() else None
    chosen = found.first() if found is not None else None
    if chosen is not None:
        parts = [typed.get("message", "").strip(), chosen.filled(application)]
        typed["message"] = "\n\n".join(part for part in parts if part)
        typed["canned"] = ""
    return typed
