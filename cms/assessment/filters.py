"""How the queue can be narrowed: state, language, badge, assessor, due date, age."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet

from cms.assessment.roles import languages_of
from cms.issuance.models import Achievement, Application
from cms.issuance.states import UNSEEN, WAITING, State
from cms.projects import current

# All states in which somebody at the desk has something to do, as one choice.
ALL_WAITING = "waiting"
STATE_CHOICES = [
    (ALL_WAITING, gettext_lazy("All that wait for an assessor")),
    *((state.value, state.label) for state in State if state not in UNSEEN),
]
ME, NOBODY = "me", "nobody"
# An application is said to be due soon this many days before.
SOON = 3
AGES = (7, 14, 30)


def badge_choices() -> list[tuple[str, str]]:
    """Return the badges that exist, each once, by their newest name in the source language."""
    rows = Achievement.objects.filter(current().own("slug")).order_by("version").values_list("slug", "language", "name")
    names: dict[str, str] = {}
    for slug, language, name in rows:
        if language == settings.LANGUAGE_CODE or slug not in names:
            names[slug] = name
    return sorted(names.items(), key=lambda item: item[1])


def assessor_choices() -> list[tuple[str, str]]:
    """Return oneself, nobody, and everybody who has or had an application."""
    rows = Application.objects.exclude(assessor_id=None).order_by("assessor").values_list("assessor_id", "assessor")
    people = {str(number): name for number, name in rows.distinct()}
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *people.items()]


def due_choices() -> list[tuple[str, str]]:
    """Return the steps of urgency."""
    soon = ngettext("Within %(days)d day", "Within %(days)d days", SOON) % {"days": SOON}
    return [("overdue", _("Overdue")), ("soon", soon)]


def age_choices() -> list[tuple[str, str]]:
    """Return the ages that are asked for."""
    return [
        (str(days), ngettext("Older than %(days)d day", "Older than %(days)d days", days) % {"days": days})
        for days in AGES
    ]


def overdue(today: Any = None) -> Q:
    """Return the condition for what should have been decided before today."""
    return Q(state__in=WAITING, due__lt=today or timezone.localdate())


class QueueFilters(WagtailFilterSet):
    """By state, language, badge, assessor, due date, and age."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=STATE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        method="filter_state",
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"),
        field_name="achievement__language",
        choices=settings.LANGUAGES,
        empty_label=gettext_lazy("All"),
    )
    badge = django_filters.ChoiceFilter(
        label=gettext_lazy("Badge"),
        field_name="achievement__slug",
        choices=badge_choices,
        empty_label=gettext_lazy("All"),
    )
    assessor = django_filters.ChoiceFilter(
        label=gettext_lazy("Assessor"),
        choices=assessor_choices,
        empty_label=gettext_lazy("All"),
        method="filter_assessor",
    )
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("Due"), choices=due_choices, empty_label=gettext_lazy("All"), method="filter_due"
    )
    age = django_filters.ChoiceFilter(
        label=gettext_lazy("Age"), choices=age_choices, empty_label=gettext_lazy("All"), method="filter_age"
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the languages of the person at the desk."""
        super().__init__(*args, **kwargs)
        own = languages_of(self.request.user)
        self.filters["language"].extra["choices"] = [item for item in current().languages if item[0] in own]

    def filter_state(self, rows: QuerySet[Application], name: str, value: list[str]) -> QuerySet[Application]:
        """Narrow to the chosen states."""
        waiting = WAITING if ALL_WAITING in value else ()
        return rows.filter(state__in=[*value, *waiting]) if value else rows

    def filter_assessor(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Narrow to what a person has; nobody has what waits for somebody."""
        if value == NOBODY:
            return rows.filter(state__in=WAITING, assigned_at=None)
        number = self.request.user.pk if value == ME else int(value)
        return rows.filter(assessor_id=number)

    def filter_due(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Narrow to what is late, or late soon."""
        today = timezone.localdate()
        conditions: dict[str, Callable[[], Q]] = {
            "overdue": overdue,
            "soon": lambda: Q(state__in=WAITING, due__range=(today, today + timedelta(days=SOON))),
        }
        return rows.filter(conditions[value]())

    def filter_age(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Narrow to what has waited long, counted from the confirmation."""
        return rows.filter(state__in=WAITING, confirmed_at__lt=timezone.now() - timedelta(days=int(value)))
