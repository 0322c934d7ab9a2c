"""The page of statistics: tables with charts, by language, badge and month, for one year or all; also as CSV."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from cms.assessment.access import AssessorsOnly
from cms.assessment.events.outcome import EventTable, event_tables, years_of_events
from cms.assessment.figures import CLOSED_UNDECIDED, FigureTable, as_cells, figures, outcome_labels
from cms.assessment.filters import badge_choices
from cms.assessment.queue import waiting_url
from cms.assessment.roles import languages_of
from cms.issuance.models import Application
from cms.issuance.states import State
from cms.issuance.wording import month_in_words
from cms.language import own_name
from cms.projects import current
from cms.small_numbers import LEAST, told
from cms.spreadsheet import csv_address, csv_response

# Of the drawing, in its own units: a label above each bar.
BAR_HEIGHT, BAR_STEP, CHART_WIDTH = 14, 42, 600


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: the badges of one group that were awarded after an application."""

    label: str
    number: str
    width: int
    y: int

    @property
    def text_y(self) -> int:
        """Where the label stands."""
        return self.y - 6


class YearForm(forms.Form):
    """Which year the applications were confirmed in."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, years: list[int], *args: Any, **kwargs: Any) -> None:
        """Offer the years that there are."""
        super().__init__(*args, **kwargs)
        choices: list[tuple[Any, Any]] = [("", _("All")), *((year, str(year)) for year in years)]
        cast(forms.ChoiceField, self.fields["year"]).choices = choices


class StatisticsView(AssessorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """Outcomes and times, in the languages of the person at the desk."""

    template_name = "assessment/statistics.html"
    page_title = gettext_lazy("Statistics of applications")
    header_icon = "table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or send its tables as CSV (`?format=csv`, of events `?format=events`)."""
        if request.GET.get("format") == "events":
            lines = [[table.title, *row] for table in self.events for row in [*table.rows, table.total]]
            headings = self.events[0].headings[1:] if self.events else []
            return csv_response("events", ["by", "", *headings], [self._wide(line, len(headings)) for line in lines])
        if request.GET.get("format") != "csv":
            return super().get(request, *args, **kwargs)
        rows = [[table.title, *as_cells(row)] for table in self.tables for row in [*table.rows, table.total]]
        return csv_response("statistics", ["by", *self.headings], rows)

    @cached_property
    def headings(self) -> list[str]:
        """Return the headings of the columns after the name of the group."""
        return ["", *outcome_labels(), _("Returned at least once"), _("Median days to the decision")]

    @cached_property
    def form(self) -> YearForm:
        """Return the choice of the year."""
        years = {day.year for day in self._all().exclude(confirmed_at=None).dates("confirmed_at", "year")}
        years.update(years_of_events(languages_of(self.request.user)))
        form = YearForm(sorted(years, reverse=True), self.request.GET)
        form.is_valid()
        return form

    @cached_property
    def tables(self) -> list[FigureTable]:
        """Return the tables by language, by badge, and by the month of the confirmation."""
        found = self._all()
        if year := self.form.cleaned_data.get("year"):
            found = found.filter(confirmed_at__year=year)
        rows = list(found)
        badges = dict(badge_choices())
        return [
            figures(rows, _("Language"), lambda row: own_name(row.language)),
            figures(rows, _("Badge"), lambda row: badges[row.achievement.slug]),
            figures(rows, _("Month"), month_of, month_in_words),
        ]

    @cached_property
    def events(self) -> list[EventTable]:
        """Return the tables of training events, by language and by badge; none where there were no events."""
        return event_tables(languages_of(self.request.user), self.form.cleaned_data.get("year"))

    @staticmethod
    def _wide(line: list[Any], width: int) -> list[Any]:
        """Return a line of a table with its cells below their headings: that of badges lacks the first ones."""
        return [*line[:2], *[""] * (width - len(line) + 2), *line[2:]]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the ways out."""
        buttons = [HeaderButton(_("Download as CSV"), url=csv_address(self.request), icon_name="download")]
        if self.events:
            address = csv_address(self.request, "events")
            buttons.append(HeaderButton(_("Training events as CSV"), url=address, icon_name="download"))
        return buttons

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way back to the queue."""
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, {"url": waiting_url(), "label": _("Applications")}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the tables with their charts."""
        shown = [
            {
                "title": table.title,
                "rows": [as_cells(row) for row in table.rows],
                "total": as_cells(table.total),
                "bars": bars(table) if any(row.counts[0] for row in table.rows) else [],
                "height": len(table.rows) * BAR_STEP,
            }
            for table in self.tables
        ]
        return super().get_context_data(
            form=self.form,
            tables=shown,
            headings=self.headings,
            events=self.events,
            least=LEAST,
            bar_height=BAR_HEIGHT,
            chart_width=CHART_WIDTH,
            **kwargs,
        )

    def _all(self) -> QuerySet[Application]:
        seen = Application.objects.exclude(confirmed_at=None, state__in=(State.UNCONFIRMED, *CLOSED_UNDECIDED))
        own = current().own("achievement__slug")
        return seen.filter(own, achievement__language__in=languages_of(self.request.user)).select_related("achievement")


def month_of(application: Application) -> str:
    """Return the month in which the applicant confirmed the address, as 2026-11."""
    return f"{timezone.localtime(application.confirmed_at or application.created):%Y-%m}"


def bars(table: FigureTable) -> list[Bar]:
    """Return a bar a group, the longest as wide as the drawing; a hidden number has no length."""
    numbers = [row.counts[0] for row in table.rows]
    most = max((number for number in numbers if number), default=1)
    return [
        Bar(
            row.label,
            str(told(number)),
            round(CHART_WIDTH * (number or 0) / most),
            place * BAR_STEP + BAR_STEP - BAR_HEIGHT - 4,
        )
        for place, (row, number) in enumerate(zip(table.rows, numbers, strict=True))
    ]
