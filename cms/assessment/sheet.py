"""The assessment sheet: one application, criterion by criterion, and the decision."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.assessment.access import AssessorsOnly, actor_of
from cms.assessment.forms import Decision, SheetForm
from cms.assessment.queue import UNSEEN, language_name, waiting_url
from cms.issuance import workflow
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
        self.application = find_application(kwargs["pk"])

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
        return self._show(SheetForm(self.application, Decision.SAVE))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Do what the button says; with an error nothing is done and all that was typed is kept."""
        try:
            decision = Decision(request.POST.get("decision", ""))
        except ValueError as error:
            raise Http404 from error
        form = SheetForm(self.application, decision, request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing is decided yet. Please look at the marked places."))
            return self._show(form)
        try:
            done = self._do(form)
        except TransitionError as error:
            messages.error(
                request,
                _("This application is no longer waiting. Its state is now: %(state)s.")
                % {"state": error.current.label},
            )
        except CredentialError as error:
            messages.error(request, _("The badge could not be signed, so nothing is decided: %s") % error)
        else:
            messages.success(request, done)
            saved = decision is Decision.SAVE
            return redirect(reverse("assessment:sheet", args=[pk]) if saved else waiting_url())
        self.application = find_application(pk)
        return self._show(form)

    def _do(self, form: SheetForm) -> str:
        """Take the decision and return what to say about it."""
        pk, marks, actor = self.application.pk, form.marks(), actor_of(self.request)
        message, name = form.cleaned_data["message"], self.application.name
        match form.decision:
            case Decision.AWARD:
                workflow.award(pk, marks, actor, message)
                return _("The badge is awarded. %(name)s gets it by mail.") % {"name": name}
            case Decision.RETURN:
                workflow.return_for_completion(pk, marks, actor, message)
                return _("The application is returned. %(name)s gets your message by mail.") % {"name": name}
            case Decision.DECLINE:
                workflow.decline(pk, marks, actor, message)
                return _("The application is declined. %(name)s gets your message by mail.") % {"name": name}
            case Decision.SAVE:
                workflow.save_marks(pk, marks, actor, message)
                return _("Your marks are saved. Nothing is decided yet.")

    def _show(self, form: SheetForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                application=self.application,
                language_name=language_name(self.application),
                evidence=self.application.evidence.all(),
                events=self.application.events.all(),
                award=getattr(self.application, "award", None),
                waiting=self.application.state == State.SUBMITTED,
                media=form.media,
            )
        )


def find_application(pk: UUID) -> Application:
    """Return a confirmed application, or raise Http404."""
    rows = Application.objects.exclude(state__in=UNSEEN).select_related("achievement", "award")
    return get_object_or_404(rows, pk=pk)
