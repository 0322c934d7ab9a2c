"""A source page and its languages: where to translate it, and which languages and pages a sync concerns."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from cms.learning.models import LearningPage
from cms.translation.desk.access import is_source, language_in, learning_page
from cms.translation.desk.sync_plan import Change, changes_of
from cms.translation.sync import SyncReport, sync_page, target_locales


class SourcePageView(WagtailAdminTemplateMixin, View):
    """A screen about a page of the source language."""

    header_icon = "wagtail-localize-language"
    source: LearningPage

    def setup(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> None:
        """Find the page.

        Raises:
            Http404: no such page, or one of another language.
        """
        super().setup(request, *args, **kwargs)
        self.source = learning_page(page_id)
        if not is_source(self.source):
            raise Http404

    @cached_property
    def may_sync(self) -> bool:
        """Tell whether the person may change the source page, and so decide about its translations."""
        return bool(self.source.permissions_for_user(self.request.user).can_publish())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to the page."""
        parent = self.source.get_parent()
        return [
            {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.get_admin_display_title()},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.source.pk]), "label": self.source.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page."""
        return {**super().get_context_data(**kwargs), "source": self.source, "may_sync": self.may_sync}


class LanguagesView(SourcePageView):
    """The languages that a person may translate the page into."""

    template_name = "translation/desk/languages.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the languages; where there is only one to choose, go there."""
        mine = [page for page in self.pages.values() if self._may_edit(page)]
        if not mine and not self.may_sync:
            raise PermissionDenied
        if len(mine) == 1 and not self.may_sync:
            return redirect("translation:editor", mine[0].pk)
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        """Return what the screen is for."""
        return str(_("Translate “%(title)s”") % {"title": self.source.title})

    @cached_property
    def pages(self) -> dict[int, LearningPage]:
        """Return the translations of the page by the number of their locale."""
        return {page.locale_id: page for page in self.source.get_translations().select_related("locale")}

    def _may_edit(self, page: LearningPage) -> bool:
        return bool(page.permissions_for_user(self.request.user).can_edit())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return each language with its page; the pages of other people's languages are named, not linked."""
        entries = []
        for locale in target_locales(self.source):
            page = self.pages.get(locale.pk)
            is_mine = page is not None and self._may_edit(page)
            if is_mine or self.may_sync:
                entries.append({"language": language_in(locale), "page": page, "is_mine": is_mine})
        return {**super().get_context_data(**kwargs), "entries": entries}


class SyncView(SourcePageView):
    """Choose languages and pages, see what a sync would change, then let it."""

    template_name = "translation/desk/sync.html"

    def setup(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> None:
        """Find the page.

        Raises:
            PermissionDenied: the person may not publish the source page.
        """
        super().setup(request, page_id, *args, **kwargs)
        if not self.may_sync:
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the choice; with languages in the address, what would change too."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sync the chosen languages of the chosen pages."""
        locales = self._chosen(request.POST.getlist("language"))
        if not locales:
            messages.error(request, _("Choose at least one language."))
            return self.render_to_response(self.get_context_data())
        reports = [sync_page(page, locales) for page in self._pages(below=bool(request.POST.get("below")))]
        messages.success(request, self._words(reports))
        return redirect("translation:languages", self.source.pk)

    def _words(self, reports: Iterable[SyncReport]) -> str:
        reports = list(reports)
        return str(
            _("Synced: %(published)d published, %(drafted)d drafts, %(conflicts)d with edits by hand to decide.")
        ) % {
            "published": sum(len(report.published) for report in reports),
            "drafted": sum(len(report.drafted) for report in reports),
            "conflicts": sum(len(report.in_conflict) for report in reports),
        }

    def _chosen(self, codes: list[str]) -> list[Locale]:
        return [locale for locale in target_locales(self.source) if locale.language_code in codes]

    def _pages(self, *, below: bool) -> list[LearningPage]:
        """Return the page, and with `below` every live page below it; what is a draft is not synced."""
        pages = (
            self.source.get_descendants(inclusive=True)
            if below
            else type(self.source).objects.filter(pk=self.source.pk)
        )
        return [page for page in pages.live().specific() if isinstance(page, LearningPage)]

    def get_page_title(self) -> str:
        """Return what the screen is for."""
        return str(_("Sync the translations of “%(title)s”") % {"title": self.source.title})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the languages, and what a sync of the chosen ones would change."""
        values = self.request.GET
        chosen, below = self._chosen(values.getlist("language")), bool(values.get("below"))
        changes: list[Change] = changes_of(self._pages(below=below), chosen) if chosen else []
        return {
            **super().get_context_data(**kwargs),
            "languages": [
                {"code": locale.language_code, "name": str(locale), "chosen": locale in chosen}
                for locale in target_locales(self.source)
            ],
            "below": below,
            "has_children": self.source.numchild > 0,
            "asked": bool(chosen),
            "changes": [change for change in changes if change.is_any],
            "unchanged": sum(not change.is_any for change in changes),
        }
