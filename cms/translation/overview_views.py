"""The overview: pages by languages with their state, as a grid or a list, filtered, sorted, and as CSV."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from cms.projects import current
from cms.spreadsheet import csv_address, csv_response
from cms.translation.exchange.scope import locales_for
from cms.translation.roles import languages_of
from cms.translation.status import PageStatus, SourcePage, source_pages, translation_matrix

STATES = {
    "missing": _("missing"),
    "in progress": _("in progress"),
    "to review": _("to review"),
    "ready": _("ready to submit"),
    "submitted": _("submitted"),
    "returned": _("returned"),
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


def _language_choices() -> list[tuple[str, Any]]:
    return [("", _("All")), *(item for item in current().languages if item[0] != settings.LANGUAGE_CODE)]


class OverviewForm(forms.Form):
    """What to show."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=_language_choices)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATES.items()])
    q = forms.CharField(label=_("Title"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"), required=False, choices=[(key, label) for key, (label, _key) in SORTS.items()]
    )


@dataclass(frozen=True)
class Row:
    """A page with its cells, one a language shown."""

    title: str
    path: str
    cells: list[PageStatus]


class OverviewView(WagtailAdminTemplateMixin, TemplateView):
    """The grid where all languages are shown, a list for one language or state; own language first.

    The grid counts only the pages on the screen, so that it takes as long for a large site as for a small one.
    """

    template_name = "translation/overview.html"
    page_title = _("Translations")
    header_icon = "wagtail-localize-language"
    grid_pages = 50
    list_rows = 100

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the overview, or send it as CSV (`?format=csv`)."""
        self.form = OverviewForm(request.GET)
        self.form.is_valid()
        self.chosen = self.form.cleaned_data
        self.own = languages_of(request.user)
        return _csv(self._found()) if request.GET.get("format") == "csv" else super().get(request, *args, **kwargs)

    @property
    def is_grid(self) -> bool:
        """Tell whether pages stand with all their languages beside them."""
        return not any(self.chosen.get(name) for name in ("language", "state", "sort"))

    def _pages(self) -> list[SourcePage]:
        return [page for page in source_pages() if self._is_named(page.title)]

    def _is_named(self, title: str) -> bool:
        return str(self.chosen.get("q", "")).casefold() in title.casefold()

    def _found(self, pages: Sequence[SourcePage] | None = None) -> list[PageStatus]:
        language, state = self.chosen.get("language", ""), self.chosen.get("state", "")
        found = [
            status
            for status in translation_matrix([language] if language else None, pages)
            if state in {"", status.state} and self._is_named(status.title)
        ]
        _label, key = SORTS.get(self.chosen.get("sort", ""), SORTS[""])
        return sorted(found, key=lambda status: (key(status), status.language not in self.own))

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the ways out of the overview."""
        return [HeaderButton(_("Download as CSV"), url=csv_address(self.request), icon_name="download")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the overview itself: the other screens of the desk lead back to it."""
        return [{"url": reverse("translation:overview"), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the statuses of this screen, as rows of a grid where every page has all languages."""
        page = self._screen(self._pages(), self.grid_pages) if self.is_grid else None
        found = self._found(page.object_list if page else None)
        page = page or self._screen(found, self.list_rows)
        rows = _rows(found, self.own) if self.is_grid else []
        names = dict(settings.LANGUAGES)
        return super().get_context_data(
            form=self.form,
            items=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            statuses=found if self.is_grid else page.object_list,
            rows=rows,
            is_grid=self.is_grid,
            languages=[{"code": cell.language, "name": names[cell.language]} for cell in rows[0].cells] if rows else [],
            names=names,
            mine={locale.language_code for locale in locales_for(self.request.user)},
            words_left=sum(status.words_left for status in found),
            counts_all=not self.is_grid or page.paginator.num_pages == 1,
            **kwargs,
        )

    def _screen(self, things: Sequence[Any], number: int) -> Any:
        """Return the screen of them that was asked for, the nearest one where there is none such."""
        return WagtailPaginator(things, number).get_page(self.request.GET.get("p"))


def _rows(statuses: Iterable[PageStatus], own: Sequence[str]) -> list[Row]:
    rows: dict[str, Row] = {}
    for status in sorted(statuses, key=lambda status: status.language not in own):
        rows.setdefault(status.path, Row(status.title, status.path, [])).cells.append(status)
    return list(rows.values())


def _csv(statuses: Iterable[PageStatus]) -> HttpResponse:
    return csv_response(
        "translations", [*COLUMNS, "changed_at", "changed_by"], map(_csv_row, statuses), is_marked=False
    )


def _csv_row(status: PageStatus) -> list[Any]:
    facts = [getattr(status, name) for name in COLUMNS[1:]]
    changed = status.changed_at.isoformat(timespec="seconds") if status.changed_at else ""
    return [status.path or "home", *facts, changed, status.changed_by]


def overview_url(**query: str) -> str:
    """Return the address of the overview with what to show."""
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('translation:overview')}{'?' if words else ''}{words}"


overview_urls = [path("", OverviewView.as_view(), name="overview")]
