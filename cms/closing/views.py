"""The screen: the days of the project, the steps with how far they are, reopening, the log."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.closing.access import ClosersOnly
from cms.closing.forms import DatesForm
from cms.closing.models import Entry
from cms.closing.project import ClosingError, dates, facts, set_dates
from cms.closing.standing import Stand
from cms.closing.steps import BY_NAME, STEPS, Wish, is_offered, reopen, take
from cms.issuance.credentials.errors import CredentialError
from cms.projects import FIRST, use
from cms.publishing.queue import ask

LOG_LINES = 50


class ClosingView(ClosersOnly, WagtailAdminTemplateMixin, TemplateView):
    """All of closing on one page. Each button takes one step; nothing happens by opening the page."""

    template_name = "closing/closing.html"
    page_title = gettext_lazy("Close the project")
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Mean the first project, the only one that is closed here, whichever is chosen in the admin."""
        with use(FIRST):
            answer = super().dispatch(request, *args, **kwargs)
            return answer.render() if isinstance(answer, TemplateResponse) else answer

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set the days, take a step, or open the project again."""
        form = DatesForm(request.POST)
        what = request.POST.get("do", "")
        try:
            if what == "dates":
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form))
                self._set_dates(form)
            elif what == "reopen":
                messages.success(request, reopen(self._wish()))
            elif what in BY_NAME:
                messages.success(request, take(what, self._wish()))
        except (ClosingError, CredentialError) as error:
            messages.error(request, str(error))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("closing:closing")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the days, the steps and the log."""
        try:
            known, fault = asdict(dates()), ""
        except (ClosingError, ValidationError) as error:
            known, fault = {}, " ".join(getattr(error, "messages", [str(error)]))
        form = kwargs.pop("form", None) or DatesForm(initial=known)
        standings = [] if fault else [(step, step.standing()) for step in STEPS]
        return super().get_context_data(
            form=form,
            media=form.media,
            fault=fault,
            steps=[
                (step, f"{number}. {step.title}", standing, is_offered(step, standing))
                for number, (step, standing) in enumerate(standings, start=1)
            ],
            is_closed=not fault and (bool(facts().get("archived_on")) or standings[0][1].stand is Stand.DONE),
            issuer=settings.ISSUER_NAME,
            log=Entry.objects.all()[:LOG_LINES],
            **kwargs,
        )

    def _set_dates(self, form: DatesForm) -> None:
        set_dates(form.cleaned_data)
        said = ", ".join(f"{name}: {day}" for name, day in form.cleaned_data.items() if day)
        Entry.objects.create(step="dates", who=self.request.user.get_username(), said=said)
        messages.success(self.request, _("The days are saved."))

    def _wish(self) -> Wish:
        return Wish(
            who=self.request.user.get_username(),
            publish=self._publish,
            content=Path(settings.CONTENT_DIR),
            now=self.request.POST.get("now") == "yes",
            everything=self.request.POST.get("everything") == "yes",
            confirmation=self.request.POST.get("confirmation", ""),
        )

    def _publish(self) -> str:
        ask(self.request.user)
        return _("An export of the site is asked for; the worker begins it within seconds.")
