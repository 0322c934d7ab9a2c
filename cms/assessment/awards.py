"""The list of awards, and the withdrawal of one."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton, ListingButton

from cms.assessment.access import AssessorsOnly, actor_of
from cms.assessment.forms import RevokeForm
from cms.assessment.log import record
from cms.assessment.queue import waiting_url
from cms.assessment.roles import languages_of
from cms.issuance.assessing import workflow
from cms.issuance.awards.revocation import PublicReasonError
from cms.issuance.models import Award
from cms.issuance.states import Action
from cms.issuance.steps import KeyDestroyedError
from cms.projects import current


class HolderColumn(ButtonsColumnMixin, TitleColumn):
    """The holder's name, with what can be done about the award."""

    def get_buttons(self, instance: Award, parent_context: dict[str, Any]) -> list[ListingButton]:
        """Return the button to revoke what is not revoked."""
        if instance.revoked_at is not None:
            return []
        return [ListingButton(_("Revoke"), url=reverse("assessment:revoke", args=[instance.pk]), icon_name="cross")]


class AwardsView(AssessorsOnly, BaseListingView):
    """All awards, newest first."""

    model = Award
    page_title = gettext_lazy("Awards")
    header_icon = "success"
    index_url_name = "assessment:awards"
    index_results_url_name = "assessment:awards_results"
    default_ordering = "-issued_at"
    paginate_by = 30
    verbose_name_plural = gettext_lazy("awards")
    is_searchable = True
    search_fields = ["application__name", "application__email", "credential_id"]
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; the name leads to the application."""
        return [
            HolderColumn(
                "application.name",
                label=_("Holder"),
                get_url=lambda award: reverse("assessment:sheet", args=[award.application_id]),
            ),
            Column("achievement.name", label=_("Badge"), sort_key="achievement__slug"),
            DateColumn("issued_at", label=_("Awarded"), sort_key="issued_at"),
            StatusTagColumn("status", label=_("State"), accessor=_status, primary=_in_force),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the way to the queue."""
        return [HeaderButton(_("Applications"), url=waiting_url(), icon_name="tasks")]

    def get_base_queryset(self) -> QuerySet[Award]:
        """Return the awards in the person's languages, with what the columns show."""
        return visible_awards(self.request).defer("credential")


class RevokeView(AssessorsOnly, WagtailAdminTemplateMixin, View):
    """Withdraw one badge, with a reason."""

    template_name = "assessment/revoke.html"
    page_title = gettext_lazy("Revoke a badge")
    header_icon = "cross"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the award."""
        super().setup(request, *args, **kwargs)
        self.award = get_object_or_404(visible_awards(request), pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way back to the awards."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("assessment:awards"), "label": _("Awards")},
            {"url": "", "label": _("Revoke a badge")},
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason."""
        return self._show(RevokeForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw the badge and say so."""
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            with transaction.atomic():
                workflow.revoke(self.award, form.cleaned_data["reason"], actor_of(request))
                record(request, self.award.application, Action.REVOKE.value)
        except (PublicReasonError, KeyDestroyedError) as problem:
            form.add_error("reason", str(problem))
            return self._show(form)
        messages.success(
            request,
            _("The badge is revoked. %(name)s gets your reason by mail.") % {"name": self.award.application.name},
        )
        return redirect("assessment:awards")

    def _show(self, form: RevokeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, award=self.award, media=form.media))


def visible_awards(request: HttpRequest) -> QuerySet[Award]:
    """Return the awards that the person at the desk may see: those in their languages."""
    own = current().own("achievement__slug")
    rows = Award.objects.filter(own, achievement__language__in=languages_of(request.user))
    return rows.select_related("application", "achievement")


def _in_force(award: Award) -> bool:
    return award.revoked_at is None and not award.is_expired


def _status(award: Award) -> str:
    if award.revoked_at is not None:
        return _("Revoked")
    return pgettext("badge", "Expired") if award.is_expired else _("In force")
