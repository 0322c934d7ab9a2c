"""One training event: who takes part, who was there, and how they get their badges."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.assessment.access import LeadsOnly, actor_of
from cms.assessment.events.forms import AwardForm, CodesForm, PersonForm
from cms.assessment.events.listing import find_event, way_here
from cms.assessment.events.printing import PRINT_ERRORS, cards_pdf, poster_pdf
from cms.assessment.log import BULK, CODES, record
from cms.assessment.wording import bar_text
from cms.events.awarding import achievements_of, attended, award_attended, bars_of, days_in_words, to_award
from cms.events.codes import make_codes, make_poster_code, poster_code
from cms.events.mails import send_code
from cms.events.models import ClaimState, CodeKind, EventState, Participant
from cms.events.record import outcomes
from cms.issuance.assessing.bulk import holds
from cms.issuance.assessing.workflow import AssessorError
from cms.issuance.credentials import CredentialError
from cms.issuance.schedule import closed_since

Answer = HttpResponse | None


class EventView(LeadsOnly, WagtailAdminTemplateMixin, TemplateView):
    """The event with all that can be done to it; each form says by `do` what it wants."""

    template_name = "events/event.html"
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the number; the event is found once the person is known."""
        super().setup(request, *args, **kwargs)
        self.forms: dict[str, forms.Form] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the event."""
        if self.user_has_permission("lead"):
            self.event = find_event(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the title of the event."""
        return self.event.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, *way_here(("", self.event.title))]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what a form wants, and show the event again; a form with faults is shown with them."""
        steps: Mapping[str, Callable[[], Answer]] = {
            "add": self._add,
            "attendance": self._attendance,
            "remove": self._remove,
            "award": self._award,
            "cards": self._cards,
            "mail": self._mail,
            "poster": self._poster,
            "withdraw": self._withdraw,
        }
        step = steps.get(request.POST.get("do", ""))
        answer = step() if step else None
        if answer is not None:
            return answer
        if self.forms:
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect("events:event", pk)

    def _add(self) -> Answer:
        form = PersonForm(self.event, self.request.POST)
        if not form.is_valid():
            self.forms["person"] = form
            return None
        messages.success(self.request, _("%(name)s is on the list.") % {"name": form.save().name})
        return None

    def _attendance(self) -> Answer:
        """Tick those who were there, among those that the page has shown: somebody may have been added meanwhile."""
        shown = self.event.participants.filter(pk__in=_numbers(self.request.POST.getlist("shown")))
        there = set(_numbers(self.request.POST.getlist("there")))
        shown.filter(pk__in=there).update(attended=True)
        shown.exclude(pk__in=there).update(attended=False)
        if self.event.state == EventState.PLANNED and there and self.event.ends <= timezone.localdate():
            self.event.state = EventState.HELD
            self.event.save(update_fields=["state"])
        count = len(attended(self.event))
        told = ngettext("%(count)d participant was there.", "%(count)d participants were there.", count)
        messages.success(self.request, told % {"count": count})
        return None

    def _remove(self) -> Answer:
        for row in self.event.participants.filter(pk__in=_numbers([self.request.POST.get("who", "")])):
            row.delete()
            messages.success(self.request, _("%(name)s is off the list.") % {"name": row.name})
        return None

    def _award(self) -> Answer:
        form = AwardForm(self.request.POST)
        if not form.is_valid():
            self.forms["award"] = form
            return None
        if self._is_over():
            return None
        try:
            new = award_attended(self.event, actor_of(self.request))
        except AssessorError as error:
            messages.error(self.request, f"{bar_text(error.bar)} ({error.person})")
            return None
        except CredentialError as error:
            messages.error(self.request, _("A badge could not be signed, so nobody got one: %s") % error)
            return None
        record(self.request, self.event, BULK)
        told = ngettext("%(count)d badge is awarded.", "%(count)d badges are awarded.", new) % {"count": new}
        messages.success(self.request, told)
        return None

    def _cards(self) -> Answer:
        if (form := self._codes_form("cards")) is None:
            return None
        actor, count = actor_of(self.request), form.cleaned_data["count"]
        try:
            # Codes that nobody can read off a card are of no use.
            with transaction.atomic():
                cards = cards_pdf(self.event, make_codes(self.event, CodeKind.CARD, count, form.days, actor), form.days)
        except PRINT_ERRORS as error:
            messages.error(self.request, _("This could not be printed: %s") % error)
            return None
        record(self.request, self.event, CODES)
        return _as_file(cards, f"cards-{self.event.short_key}.pdf")

    def _mail(self) -> Answer:
        if (form := self._codes_form("mail")) is None:
            return None
        people = to_award(self.event)
        for row in people:
            send_code(row, form.days, actor_of(self.request))
        record(self.request, self.event, CODES)
        told = ngettext(
            "%(count)d mail with a code is on its way.", "%(count)d mails with codes are on their way.", len(people)
        )
        messages.success(self.request, told % {"count": len(people)})
        return None

    def _poster(self) -> Answer:
        if (form := self._codes_form("poster")) is None:
            return None
        make_poster_code(self.event, form.cleaned_data["count"], form.days, actor_of(self.request))
        record(self.request, self.event, CODES)
        messages.success(self.request, _("The poster has its code. A poster that was printed before no longer works."))
        return None

    def _withdraw(self) -> Answer:
        open_codes = self.event.codes.filter(withdrawn_at=None)
        count = open_codes.update(withdrawn_at=timezone.now())
        told = ngettext("%(count)d code is taken back.", "%(count)d codes are taken back.", count)
        messages.success(self.request, told % {"count": count})
        return None

    def _codes_form(self, name: str) -> CodesForm | None:
        """Return the form, or None where it has faults or nothing can be claimed."""
        data = self.request.POST.copy()
        if name == "mail":
            data["count"] = "1"
        form = CodesForm(self.event, data, auto_id=f"{name}_%s")
        if not form.is_valid():
            self.forms[f"{name}_form"] = form
            return None
        return None if self._is_over() else form

    def _is_over(self) -> bool:
        """Tell whether no badge may come of this event any more, and say why."""
        if self.event.state == EventState.CANCELLED:
            messages.error(self.request, _("The event is cancelled, so it awards nothing."))
            return True
        if closed_since():
            messages.error(self.request, _("The project is closed, so codes do not work any more."))
            return True
        return False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the event, its list, and what can be done."""
        event, actor = self.event, actor_of(self.request)
        [outcome] = outcomes([event])
        poster = poster_code(event)
        codes = [
            {"kind": kind.label, "rows": rows, "made": sum(row.most for row in rows), "used": sum(r.used for r in rows)}
            for kind in CodeKind
            if (rows := list(event.codes.filter(kind=kind, withdrawn_at=None)))
        ]
        blank = {f"{name}_form": CodesForm(event, auto_id=f"{name}_%s") for name in ("cards", "mail", "poster")}
        return super().get_context_data(
            **{
                "event": event,
                "days": days_in_words(event),
                "achievements": achievements_of(event),
                "people": [self._shown(row) for row in event.participants.exclude(email="")],
                "outcome": outcome,
                "mailed": outcome.by_way("mail"),
                "claimed": outcome.by_way("claim"),
                "refused": event.claims.filter(state=ClaimState.REFUSED).count(),
                "waiting": event.claims.filter(state=ClaimState.UNCONFIRMED).count(),
                "to_award": to_award(event),
                "bars": bars_of(event, actor),
                "codes": codes,
                "poster": poster,
                "person": PersonForm(event),
                "award": AwardForm(),
                **blank,
                **self.forms,
            },
            **kwargs,
        )

    def _shown(self, row: Participant) -> dict[str, Any]:
        held = [slug for slug in self.event.badges if holds(row.email, slug)]
        return {"row": row, "has_all": len(held) == len(self.event.badges)}


class PosterView(LeadsOnly, View):
    """The poster as a PDF; the same each time."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it, or go back to where its code is made."""
        event = find_event(request, pk)
        found = poster_code(event)
        if found is None:
            messages.error(request, _("The poster has no code yet. Make one first."))
            return redirect(reverse("events:event", args=[pk]))
        try:
            poster = poster_pdf(event, *found)
        except PRINT_ERRORS as error:
            messages.error(request, _("This could not be printed: %s") % error)
            return redirect(reverse("events:event", args=[pk]))
        return _as_file(poster, f"poster-{event.short_key}.pdf")


class SheetView(LeadsOnly, TemplateView):
    """The list to print: names, room for a tick and a signature; no addresses."""

    template_name = "events/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the event and its people."""
        event = find_event(self.request, kwargs["pk"])
        people = event.participants.exclude(email="")
        return super().get_context_data(event=event, days=days_in_words(event), people=people, **kwargs)


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 18]


def _as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
