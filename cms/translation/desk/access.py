"""Which page a screen of the desk is about, and who may open it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page

from cms.language import own_name
from cms.learning.models import LearningPage
from cms.translation.texts import DeskPage, TextError, read_desk_page


def learning_page(page_id: int) -> LearningPage:
    """Return a page of the site with its language.

    Raises:
        Http404: there is none with that number.
    """
    page = Page.objects.filter(pk=page_id).first()
    model = page.cached_content_type.model_class() if page else None
    if model is None or not issubclass(model, LearningPage):
        raise Http404
    # With what the screens would ask for one by one: the language, what the desk wrote last, the workflow.
    found: LearningPage = model.objects.select_related("locale", "written_revision").get(pk=page_id)
    states = found.workflow_states.active().select_related("current_task_state__task")
    found._current_workflow_states = list(states)  # Wagtail looks here first
    return found


def is_source(page: LearningPage) -> bool:
    """Tell whether a page is in the language that the site is written in."""
    return bool(page.locale.language_code == settings.LANGUAGE_CODE)


def language_of(page: LearningPage) -> dict[str, Any]:
    """Return code, own name and direction of a page's language."""
    return language_in(page.locale)


def language_in(locale: Locale) -> dict[str, Any]:
    """Return code, own name and direction of a language."""
    info = get_language_info(locale.language_code)
    return {"code": info["code"], "name": own_name(info["code"]), "direction": "rtl" if info["bidi"] else "ltr"}


class DeskView(WagtailAdminTemplateMixin, View):
    """A screen about one translated page, for those who may edit it."""

    header_icon = "wagtail-localize-language"
    target: LearningPage

    def setup(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> None:
        """Find the page.

        Raises:
            Http404: no such page, or one of the source language.
            PermissionDenied: the person may not edit it.
        """
        super().setup(request, *args, **kwargs)
        self.target = learning_page(page_id)
        if is_source(self.target):
            raise Http404
        self.permissions = self.target.permissions_for_user(request.user)
        if not self.permissions.can_edit():
            raise PermissionDenied

    @cached_property
    def lock(self) -> Any:
        """Return Wagtail's lock where it keeps this person from editing, else None."""
        lock = self.target.get_lock()
        return lock if lock and lock.for_user(self.request.user) else None

    @cached_property
    def with_drafts(self) -> bool:
        """Tell whether the person wants to see what is coming."""
        return bool(self.request.GET.get("drafts"))

    @cached_property
    def desk_page(self) -> DeskPage:
        """Return the texts.

        Raises:
            Http404: the page is not a translation.
        """
        try:
            return read_desk_page(self.target, drafts=self.with_drafts)
        except TextError as fault:
            raise Http404(str(fault)) from fault

    def address(self, name: str) -> str:
        """Return the address of a screen of the desk for this page."""
        return reverse(f"translation:{name}", args=[self.target.pk])

    def get_page_title(self) -> str:
        """Return the title that the page has in its language."""
        return str(self.target.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the overview to the page."""
        return [
            {"url": reverse("translation:overview"), "label": _("Translations")},
            {"url": self.address("editor"), "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what all screens of the desk show."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["target"] = self.target
        context["language"] = language_of(self.target)
        return context
