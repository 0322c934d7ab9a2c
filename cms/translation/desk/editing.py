"""The editor: every text of a page beside its source. And the source alone, to read."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from cms.translation.conflicts import find_conflicts
from cms.translation.desk.access import DeskView, language_of
from cms.translation.desk.rows import FINISHED, STATES, Problem, Row, counts_of, parts_of, rows_of
from cms.translation.desk.standing import last_change, may_withdraw, standing_of
from cms.translation.machine import is_available

FILTERS = {
    "all": pgettext_lazy("texts", "All"),
    "missing": STATES["missing"],
    "review": STATES["review"],
    "findings": gettext_lazy("With findings"),
    "coming": gettext_lazy("Coming"),
}


class EditorView(DeskView):
    """The texts of a page, source and target side by side."""

    template_name = "translation/desk/editor.html"
    problems: Mapping[str, Problem] = {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the texts."""
        return self.render_to_response(self.get_context_data())

    def get_header_buttons(self) -> list[HeaderButton]:
        """Return the ways to the source, the preview and what has happened."""
        drafts = "?drafts=1" if self.with_drafts else ""
        english = language_of(self.desk_page.source)["name"]
        return [
            HeaderButton(english, url=f"{self.address('source')}{drafts}", icon_name="doc-full-inverse"),
            HeaderButton(_("Preview"), url=f"{self.address('preview')}{drafts}", icon_name="view"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the texts in their groups, and where the page stands."""
        rows = rows_of(self.desk_page, self.problems)
        counts = counts_of(rows)
        conflicts = find_conflicts(self.target)
        return {
            **super().get_context_data(**kwargs),
            "source": self.desk_page.source,
            "source_language": language_of(self.desk_page.source),
            "parts": parts_of(rows),
            "counts": counts,
            "percent": 100 * counts["finished"] // counts["all"] if counts["all"] else 100,
            "standing": standing_of(self.target, counts, in_conflict=bool(conflicts)),
            "conflicts": len(conflicts),
            "last_change": last_change(self.target),
            "may_withdraw": may_withdraw(self.target.current_workflow_state, self.request.user),
            "lock": self.lock and self.lock.get_context_for_user(self.request.user),
            "with_drafts": self.with_drafts,
            "has_drafts": self.desk_page.source.has_unpublished_changes,
            "filters": self._filters(counts),
            "hidden": {row.id for row in rows if not self._is_asked(row)},
            "helps": {row.id: row.help for row in rows if row.help},
            "machine": is_available(self.desk_page.source.locale, self.target.locale),
            "finished": " ".join(FINISHED),
            "history_url": reverse("wagtailadmin_pages:history", args=[self.target.pk]),
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
        }

    @cached_property
    def asked(self) -> str:
        """Return which texts the person wants to see."""
        name = self.request.GET.get("show", "")
        return name if name in FILTERS else "all"

    def _is_asked(self, row: Row) -> bool:
        if self.asked == "findings":
            return bool(row.findings)
        if self.asked == "coming":
            return row.desk_text.coming
        return self.asked in {"all", row.state}

    def _filters(self, counts: Mapping[str, int]) -> list[dict[str, Any]]:
        drafts = "&drafts=1" if self.with_drafts else ""
        return [
            {
                "name": name,
                "label": label,
                "count": counts[name] + (counts["coming"] if name == "all" else 0),
                "current": name == self.asked,
                "url": f"{self.address('editor')}?show={name}{drafts}",
            }
            for name, label in FILTERS.items()
            if name != "coming" or self.with_drafts
        ]


class SourceView(DeskView):
    """The English page, to read: for every translator of it, also without rights to the English pages."""

    template_name = "translation/desk/source.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the texts of the source."""
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        """Return the title of the source page."""
        return str(self.desk_page.source.title)

    def get_header_buttons(self) -> list[HeaderButton]:
        """Return the way back."""
        return [HeaderButton(_("Translate"), url=self.address("editor"), icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the texts in their groups."""
        return {
            **super().get_context_data(**kwargs),
            "source": self.desk_page.source,
            "source_language": language_of(self.desk_page.source),
            "parts": parts_of(rows_of(self.desk_page, checked=False)),
        }
