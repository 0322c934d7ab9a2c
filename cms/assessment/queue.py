"""The queue: confirmed applications, oldest first."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.assessment.access import AssessorsOnly, visible
from cms.assessment.filters import ALL_WAITING, QueueFilters
from cms.assessment.log import EXPORT, record
from cms.assessment.roles import is_lead
from cms.issuance.models import Application
from cms.issuance.states import WAITING
from cms.language import own_name
from cms.spreadsheet import csv_address, csv_response

REFERENCE = re.compile(r"[0-9a-f]{2,4}-?[0-9a-f]{0,4}", re.IGNORECASE)
EXPORTED = ("reference", "badge", "language", "state", "assessor", "confirmed", "due", "decided", "round")


def waiting_url(**more: str) -> str:
    """Return the address of the queue with only what waits for somebody at the desk."""
    return f"{reverse('assessment:queue')}?{urlencode({'state': ALL_WAITING, **more})}"


def is_overdue(application: Application) -> bool:
    """Tell whether the application should have been decided before today."""
    return application.state in WAITING and application.due is not None and application.due < timezone.localdate()


class DueColumn(Column):
    """The date by which somebody decides, and whether it is past."""

    cell_template_name = "assessment/due_cell.html"

    def get_cell_context_data(self, instance: Application, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Say the date only while the application waits."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"due": instance.due if _waits(instance) else None, "overdue": is_overdue(instance)}


class QueueView(AssessorsOnly, BaseListingView):
    """The list of applications, in the languages of the person at the desk."""

    model = Application
    page_title = gettext_lazy("Applications")
    header_icon = "tasks"
    index_url_name = "assessment:queue"
    index_results_url_name = "assessment:queue_results"
    filterset_class = QueueFilters
    default_ordering = "confirmed_at"
    paginate_by = 30
    verbose_name_plural = gettext_lazy("applications")
    is_searchable = True
    search_fields = ["name", "email"]
    search_backend_name = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the queue, or send what it shows as CSV (`?format=csv`)."""
        if request.GET.get("format") == "csv" and not self.results_only:
            return self._download()
        return super().get(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; the name leads to the sheet."""
        return [
            TitleColumn("name", label=_("Applicant"), url_name="assessment:sheet", sort_key="name"),
            Column("achievement.name", label=_("Badge"), sort_key="achievement__slug"),
            Column(
                "language",
                label=_("Language"),
                accessor=lambda row: own_name(row.language),
                sort_key="achievement__language",
            ),
            StatusTagColumn("state", label=_("State"), accessor="get_state_display", primary=_waits, sort_key="state"),
            DateColumn("confirmed_at", label=_("Since"), sort_key="confirmed_at"),
            DueColumn("due", label=_("Due"), sort_key="due"),
            Column("assessor", label=_("Assessor"), sort_key="assessor"),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the way to the awards."""
        return [HeaderButton(_("Awards"), url=reverse("assessment:awards"), icon_name="success")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Return the ways to the rest of the desk."""
        buttons = [
            Button(_("What I have"), url=waiting_url(assessor="me"), icon_name="user", priority=10),
            Button(_("Statistics"), url=reverse("assessment:statistics"), icon_name="table", priority=20),
            Button(_("Download as CSV"), url=csv_address(self.request), icon_name="download", priority=40),
        ]
        if is_lead(self.request.user):
            buttons.append(Button(_("Award in bulk"), url=reverse("assessment:bulk"), icon_name="upload", priority=30))
        return buttons

    def get_base_queryset(self) -> QuerySet[Application]:
        """Return all that this person may see."""
        return visible(self.request.user)

    def search_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """Search names and addresses, and references as people read them out."""
        words = self.search_query.strip()
        if not words:
            return queryset
        found = Q(name__icontains=words) | Q(email__icontains=words)
        if REFERENCE.fullmatch(words):
            first = words.replace("-", "").lower().ljust(8, "0")
            last = words.replace("-", "").lower().ljust(8, "f")
            found |= Q(pk__range=(f"{first}{'0' * 24}", f"{last}{'f' * 24}"))
        return queryset.filter(found)

    def _download(self) -> HttpResponse:
        """Send the rows of the queue; names and addresses go to leads only."""
        with_people = is_lead(self.request.user)
        record(self.request, self.request.user, EXPORT)
        header = [*EXPORTED, *(["name", "email"] if with_people else [])]
        return csv_response("applications", header, self._rows(with_people))

    def _rows(self, with_people: bool) -> Iterator[list[object]]:
        for row in self.get_queryset():
            facts = [row.reference, row.achievement.slug, row.language, row.state, row.assessor]
            dates = [row.confirmed_at, row.due, row.decided_at]
            days = [date.isoformat()[:10] if date else "" for date in dates]
            yield [*facts, *days, row.round, *([row.name, row.email] if with_people else [])]


def _waits(application: Application) -> bool:
    return application.state in WAITING
