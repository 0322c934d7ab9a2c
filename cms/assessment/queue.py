"""The queue: confirmed applications, oldest first."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from cms.assessment.access import AssessorsOnly
from cms.issuance.models import Achievement, Application
from cms.issuance.states import State

# What nobody has confirmed is nobody's business yet.
UNSEEN = (State.UNCONFIRMED, State.EXPIRED)
SEEN_CHOICES = [choice for choice in State.choices if choice[0] not in UNSEEN]


def waiting_url() -> str:
    """Return the address of the queue with only what waits for a decision."""
    return f"{reverse('assessment:queue')}?state={State.SUBMITTED.value}"


def badge_choices() -> list[tuple[str, str]]:
    """Return the badges that exist, each once, by their newest name in the source language."""
    rows = Achievement.objects.order_by("version").values_list("slug", "language", "name")
    names: dict[str, str] = {}
    for slug, language, name in rows:
        if language == settings.LANGUAGE_CODE or slug not in names:
            names[slug] = name
    return sorted(names.items(), key=lambda item: item[1])


def language_name(application: Application) -> str:
    """Return the name of the application's language in itself."""
    return dict(settings.LANGUAGES).get(application.language, application.language)


class QueueFilters(WagtailFilterSet):
    """By state, language, and badge."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=SEEN_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), field_name="achievement__language", choices=settings.LANGUAGES, empty_label=_("All")
    )
    badge = django_filters.ChoiceFilter(
        label=_("Badge"), field_name="achievement__slug", choices=badge_choices, empty_label=_("All")
    )

    class Meta:
        model = Application
        fields: list[str] = []


class QueueView(AssessorsOnly, BaseListingView):
    """The list of applications."""

    model = Application
    page_title = _("Applications")
    header_icon = "tasks"
    index_url_name = "assessment:queue"
    index_results_url_name = "assessment:queue_results"
    filterset_class = QueueFilters
    default_ordering = "confirmed_at"
    paginate_by = 30
    verbose_name_plural = _("applications")
    is_searchable = True
    search_fields = ["name", "email"]
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; the name leads to the sheet."""
        return [
            TitleColumn("name", label=_("Applicant"), url_name="assessment:sheet", sort_key="name"),
            Column("achievement.name", label=_("Badge"), sort_key="achievement__slug"),
            Column("language", label=_("Language"), accessor=language_name, sort_key="achievement__language"),
            StatusTagColumn("state", label=_("State"), accessor="get_state_display", primary=_waits),
            DateColumn("confirmed_at", label=_("Since"), sort_key="confirmed_at"),
            Column("assessor", label=_("Assessor")),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the way to the awards."""
        return [HeaderButton(_("Awards"), url=reverse("assessment:awards"), icon_name="success")]

    def get_base_queryset(self) -> QuerySet[Application]:
        """Return all that is confirmed."""
        return Application.objects.exclude(state__in=UNSEEN).select_related("achievement")


def _waits(application: Application) -> bool:
    return application.state == State.SUBMITTED
