"""Files that applicants sent as evidence: fetched here and nowhere else, always to be kept, never shown in the browser.

A page of the desk offers them with `files_of`: title, size and address of each.
"""

from dataclasses import dataclass
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from cms.assessment.access import AssessorsOnly, actor_of, find_application
from cms.issuance.assessing.assessors import Bar, bar_of
from cms.issuance.evidence.storage import open_file
from cms.issuance.models import Application, EvidenceFile


@dataclass(frozen=True)
class Download:
    """A file to offer: what the applicant called it, its size in bytes, where it is fetched."""

    title: str
    size: int
    address: str


def files_of(application: Application, key: str = "") -> list[Download]:
    """Return the files that the applicant sent for a criterion, in order; without a key those for the whole."""
    return [
        Download(file.title, file.size, reverse("assessment:evidence", args=[application.pk, file.pk]))
        for file in application.files.filter(criterion_key=key)
    ]


class EvidenceView(AssessorsOnly, View):
    """Send one file as an attachment. It may be anything, so no browser is to open it within the admin's origin."""

    def get(self, request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
        """Send the file.

        Raises:
            Http404: there is none, or the application is none of this person's business.
        """
        application = find_application(request, pk)
        if bar_of(application, actor_of(request)) in {Bar.OWN, Bar.CONFLICT}:
            raise Http404
        file = get_object_or_404(EvidenceFile, pk=number, application=application)
        try:
            content = open_file(file)
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            content, as_attachment=True, filename=file.title, content_type="application/octet-stream"
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "no-store, private"
        return response
