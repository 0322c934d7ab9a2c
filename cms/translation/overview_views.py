"""The overview: pages by languages with their state, as a grid or a list, filtered, sorted, and as CSV."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from cms.translation.roles import languages_of
from cms.translation.status import PageStatus, translation_matrix

STATES = {
    "missing": _("missing"),
    "in progress": _("in progress"),
    "to review": _("to review"),
    "submitted": _("submitted"),
    "published": _("published"),
    "outdated": _("outdated"),
    "conflict": _("conflict"),
}
SORTS: dict[str, tuple[Any, Callable[[PageStatus], Any]]] = {
    "": (_("as on the site"), lambda status: 0),
    "title": (_("title"), lambda status: status.title.casefold()),
    "words": (_("words left"), lambda status: -status.words_left),
    "state": (_("state"), lambda status: list(STATES).index(status.state)),
    "changed": (_("last change"), lambda status: -status.changed_at.timestamp() if status.changed_at else 0),
}
COLUMNS = ("page", "title", "language", "state", "translated", "total", "percent", "to_review", "words_left")


class OverviewForm(forms.Form):
    """What to show."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATES.items()])
    q = forms.CharField(label=_("Title"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"), required=False, choices=[(key, label) for key, (label, _key) in SORTS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the languages of the settings."""
        super().__init__(*args, **kwargs)
        others = [item for item in settings.LANGUAGES if item[0] != settings.LANGUAGE_CODE]
        self.fields["language"].choices = [("", _("All")), *others]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Row:
    """A page with its cells, one a language shown."""

    title: str
    path: str
    cells: list[PageStatus]


class OverviewView(WagtailAdminTemplateMixin, TemplateView):
    """The grid where all languages are shown, a list for one language or state; own language first."""

    template_name = "translation/overview.html"
    page_title = _("Translations")
    header_icon = "wagtail-localize-language"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the overview, or send it as CSV (`?format=csv`)."""
        self.form = OverviewForm(request.GET)
        self.form.is_valid()
        self.shown = self._shown()
        return _csv(self.shown) if request.GET.get("format") == "csv" else super().get(request, *args, **kwargs)

    def _shown(self) -> list[PageStatus]:
        chosen = self.form.cleaned_data if self.form.is_bound else {}
        own = languages_of(self.request.user)
        found = [
            status
            for status in translation_matrix()
            if chosen.get("language", "") in {"", status.language}
            and chosen.get("state", "") in {"", status.state}
            and chosen.get("q", "").casefold() in status.title.casefold()
        ]
        found.sort(key=lambda status: status.language not in own)
        _label, key = SORTS.get(chosen.get("sort", ""), SORTS[""])
        return sorted(found, key=key)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the ways out of the overview."""
        query = self.request.GET.copy()
        query["format"] = "csv"
        return [HeaderButton(_("Download as CSV"), url=f"?{query.urlencode()}", icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the statuses, as rows of a grid where every page has all languages."""
        languages = list(dict.fromkeys(status.language for status in self.shown))
        is_grid = not any(self.form.cleaned_data.get(name) for name in ("language", "state", "sort"))
        names = dict(settings.LANGUAGES)
        return super().get_context_data(
            form=self.form,
            statuses=self.shown,
            rows=_rows(self.shown) if is_grid else [],
            is_grid=is_grid,
            languages=[{"code": code, "name": names[code]} for code in languages],
            labels=STATES,
            words_left=sum(status.words_left for status in self.shown),
            **kwargs,
        )


def _rows(statuses: Iterable[PageStatus]) -> list[Row]:
    rows: dict[str, Row] = {}
    for status in statuses:
        rows.setdefault(status.path, Row(status.title, status.path, [])).cells.append(status)
    return list(rows.values())


def _csv(statuses: Iterable[PageStatus]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    today = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="translations-{today}.csv"'
    writer = csv.writer(response)
    writer.writerow([*COLUMNS, "changed_at", "changed_by"])
    for status in statuses:
        facts = [getattr(status, name) for name in COLUMNS[1:]]
        changed = status.changed_at.isoformat(timespec="seconds") if status.changed_at else ""
        writer.writerow([status.path or "home", *facts, changed, status.changed_by])
    return response


def overview_url(**query: str) -> str:
    """Return the address of the overview with what to show."""
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('translation:overview')}{'?' if words else ''}{words}"


overview_urls = [path("", OverviewView.as_view(), name="overview")]
