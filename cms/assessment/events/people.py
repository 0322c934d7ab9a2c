"""Participants from a file: upload it, look at the preview, put all of them on the list or none."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.assessment.access import LeadsOnly
from cms.assessment.bulk import as_sent
from cms.assessment.csv_form import CsvFileForm
from cms.assessment.events.forms import PeopleAgreedForm
from cms.assessment.events.listing import find_event, way_here
from cms.assessment.events.people_file import COLUMNS, MOST_PEOPLE, PeopleFile, read_people_file
from cms.events.models import Participant, TrainingEvent
from cms.spreadsheet import csv_response


class PeopleView(LeadsOnly, WagtailAdminTemplateMixin, View):
    """The form, the preview, and the list. Nothing of a file is kept before it is agreed to."""

    template_name = "events/people.html"
    page_title = gettext_lazy("Participants from a file")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        there = (reverse("events:event", args=[self.event.pk]), self.event.title)
        return [*self.breadcrumbs_items, *way_here(there, ("", str(self.page_title)))]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        self.event = find_event(request, pk)
        return self._show(form=CsvFileForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the preview of a file, or take its people."""
        self.event = find_event(request, pk)
        if "content" in request.POST:
            return self._take(as_sent(request.POST["content"]))
        form = CsvFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form=form)
        content: bytes = form.cleaned_data["file"]
        read = read_people_file(content, self.event)
        if read.faults:
            return self._show(form=form, read=read)
        return self._show(preview=PeopleAgreedForm(initial={"content": content.decode("utf-8-sig")}), read=read)

    def _take(self, content: bytes) -> HttpResponse:
        with transaction.atomic():
            # Whoever sends the same file at the same time waits here, and then finds all of them listed.
            event = TrainingEvent.objects.select_for_update().get(pk=self.event.pk)
            read = read_people_file(content, event)
            if read.faults:
                return self._show(form=CsvFileForm(), read=read)
            add_people(event, read)
        count = len(read.people)
        told = ngettext("%(count)d participant is added.", "%(count)d participants are added.", count)
        messages.success(self.request, told % {"count": count})
        return redirect("events:event", event.pk)

    def _show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(event=self.event, columns=COLUMNS.known, most=MOST_PEOPLE, **context)
        )


def add_people(event: TrainingEvent, read: PeopleFile) -> None:
    """Put the people of a file on the list; those who are on it are ticked where the file says so."""
    Participant.objects.bulk_create(
        Participant(event=event, name=person.name, email=person.email, attended=person.attended)
        for person in read.people
    )
    there = [person.email for person in read.known if person.attended]
    event.participants.filter(email__in=there).update(attended=True)


class PeopleSampleView(LeadsOnly, View):
    """A file to begin with."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the first line, and one person who is made up."""
        return csv_response("participants", COLUMNS.known, [["Maija Example", "maija@mail.example", "yes"]])
