"""Badges for a training day: upload a file, look at the preview, award all of it at once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.assessment.access import LeadsOnly, actor_of
from cms.assessment.bulk_file import MOST_LINES, OPTIONAL, REQUIRED, BulkFile, read_bulk_file
from cms.assessment.csv_form import MOST_BYTES, CsvFileForm
from cms.assessment.log import BULK, record
from cms.assessment.queue import waiting_url
from cms.assessment.roles import languages_of
from cms.assessment.wording import refusal
from cms.issuance.assessing.bulk import award_lines
from cms.issuance.assessing.workflow import AssessorError
from cms.issuance.credentials import CredentialError
from cms.issuance.endpoint.fields import LineField
from cms.issuance.models import Achievement
from cms.projects import current
from cms.spreadsheet import csv_response


class UploadForm(CsvFileForm):
    """A title for the day, and its file."""

    field_order = ("title", "file")

    title = LineField(
        label=gettext_lazy("Training day"),
        help_text=gettext_lazy("For example “Listening, Tampere, 31 May 2026”. No names of people."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write which training day this was.")},
    )


class AwardForm(forms.Form):
    """The file again as the preview has shown it, and the word of the person who awards."""

    title = LineField(max_length=200, widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "I was there or have the word of whoever led the day: everybody in the file has met the criteria, and has"
            " agreed to get the badge by mail."
        ),
        error_messages={"required": gettext_lazy("Confirm this before you award.")},
    )


class BulkView(LeadsOnly, WagtailAdminTemplateMixin, View):
    """The form, the preview, and the award.

    Nothing of the file is kept before it is awarded: the preview holds it, and sends it again.
    """

    template_name = "assessment/bulk.html"
    page_title = gettext_lazy("Award in bulk")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way back to the queue."""
        return [
            *self.breadcrumbs_items,
            {"url": waiting_url(), "label": _("Applications")},
            {"url": "", "label": _("Award in bulk")},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._show(form=UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the preview of a file, or award it."""
        if "content" in request.POST:
            return self._award(AwardForm(request.POST))
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form=form)
        content: bytes = form.cleaned_data["file"]
        read = self._read(content)
        if read.faults:
            return self._show(form=form, read=read)
        preview = AwardForm(initial={"title": form.cleaned_data["title"], "content": content.decode("utf-8-sig")})
        return self._show(preview=preview, read=self._read(as_sent(content.decode("utf-8-sig"))))

    def _award(self, form: AwardForm) -> HttpResponse:
        content = as_sent(form.data.get("content", ""))
        read = self._read(content)
        if not form.is_valid() or read.faults:
            return self._show(
                preview=None if read.faults else form, form=UploadForm() if read.faults else None, read=read
            )
        actor = actor_of(self.request)
        try:
            batch, new = award_lines(form.cleaned_data["title"], read.digest, read.lines, actor)
        except AssessorError as error:
            messages.error(self.request, refusal(error))
            return self._show(preview=form, read=read)
        except CredentialError as error:
            messages.error(self.request, _("A badge could not be signed, so nobody got one: %s") % error)
            return self._show(preview=form, read=read)
        record(self.request, batch, BULK)
        told = ngettext("%(count)d badge is awarded.", "%(count)d badges are awarded.", new) % {"count": new}
        messages.success(self.request, told)
        return redirect(reverse("assessment:awards"))

    def _read(self, content: bytes) -> BulkFile:
        return read_bulk_file(content, actor_of(self.request), languages_of(self.request.user))

    def _show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(columns=[*REQUIRED, *OPTIONAL], most=MOST_LINES, **context)
        )


class BulkSampleView(LeadsOnly, View):
    """A file to begin with."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the first line, and one person who is made up."""
        some = (
            Achievement.objects.filter(current().own("slug"), assessors=1)
            .order_by("slug")
            .values_list("slug", flat=True)
            .first()
        )
        person = ["Maija Example", "maija@mail.example", some or "active-listening", "en", "", "2026-05-31"]
        return csv_response("badges", [*REQUIRED, *OPTIONAL], [person])


def as_sent(text: str) -> bytes:
    """Return the text as its mark is counted: browsers send line ends as CR LF, whatever the file had."""
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()
