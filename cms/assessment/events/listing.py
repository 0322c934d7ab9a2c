"""Training events in the admin: the list, and the form of one."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from cms.assessment.access import LeadsOnly
from cms.assessment.events.forms import EventForm
from cms.assessment.roles import is_lead, languages_of
from cms.events.models import EventState, TrainingEvent
from cms.projects import current, find, mean


def visible_events(request: HttpRequest) -> QuerySet[TrainingEvent]:
    """Return the events of the project in the languages of the person at the desk."""
    return TrainingEvent.objects.filter(project=current().key, language__in=languages_of(request.user))


def find_event(request: HttpRequest, pk: int) -> TrainingEvent:
    """Return an event that the person at the desk may see, or raise Http404.

    It may be of another project than the one that is chosen: then all that follows means that one.
    """
    key = TrainingEvent.objects.filter(pk=pk).values_list("project", flat=True).first()
    if key is not None and key != current().key:
        mean(find(key))
        if not is_lead(request.user):
            raise Http404
    return get_object_or_404(visible_events(request), pk=pk)


def way_here(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the breadcrumbs below the list; steps are an address and a label each."""
    first = {"url": reverse("events:list"), "label": _("Training events")}
    return [first, *({"url": url, "label": label} for url, label in steps)]


class EventFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    class Meta:
        model = TrainingEvent
        fields = ["state"]


class EventsView(LeadsOnly, BaseListingView):
    """The list, newest first."""

    model = TrainingEvent
    page_title = gettext_lazy("Training events")
    header_icon = "date"
    index_url_name = "events:list"
    index_results_url_name = "events:list_results"
    filterset_class = EventFilters
    default_ordering = "-starts"
    paginate_by = 30
    verbose_name_plural = gettext_lazy("training events")
    is_searchable = True
    search_fields = ["title", "organiser", "place"]
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; the title leads to the event."""
        return [
            TitleColumn("title", label=_("Title"), url_name="events:event", sort_key="title"),
            DateColumn("starts", label=_("First day"), sort_key="starts"),
            Column("place", label=_("Place"), accessor=lambda row: row.place or _("online")),
            Column("organiser", label=_("Organiser"), sort_key="organiser"),
            Column("language", label=_("Language"), sort_key="language"),
            Column("people", label=_("Participants")),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda row: row.state == EventState.PLANNED,
                sort_key="state",
            ),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the way to a new event."""
        return [HeaderButton(_("Add an event"), url=reverse("events:new"), icon_name="plus")]

    def get_base_queryset(self) -> QuerySet[TrainingEvent]:
        """Return the events with the number of their participants."""
        return visible_events(self.request).annotate(people=Count("participants", filter=~Q(participants__email="")))


class EventFormView(LeadsOnly, WagtailAdminTemplateMixin, View):
    """The form of a new event, or of one that there is."""

    template_name = "events/form.html"
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the event, where there is one."""
        super().setup(request, *args, **kwargs)
        self.event: TrainingEvent | None = None

    def get_page_title(self) -> str:
        """Return what is done here."""
        return _("Change the event") if self.event else _("Add an event")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        there = [(reverse("events:event", args=[self.event.pk]), self.event.title)] if self.event else []
        return [*self.breadcrumbs_items, *way_here(*there, ("", self.get_page_title()))]

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Show the form."""
        self.event = find_event(request, pk) if pk else None
        return self._show(EventForm(instance=self.event))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep the event, or say what is wrong."""
        self.event = find_event(request, pk) if pk else None
        form = EventForm(request.POST, instance=self.event)
        if not form.is_valid():
            return self._show(form, status=422)
        event = form.save()
        messages.success(request, _("The event is saved."))
        return redirect("events:event", event.pk)

    def _show(self, form: EventForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)
