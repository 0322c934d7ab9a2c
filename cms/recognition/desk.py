"""Endorsements in the admin: the list, a new invitation, and one invitation with all that can be done about it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from cms.issuance.models import Endorsement
from cms.language import own_name
from cms.learning.project_rights import PermittedHere, counts_here
from cms.projects import current, mean
from cms.recognition import inviting
from cms.recognition.desk_forms import DeadlineForm, InvitationForm, MessageForm
from cms.recognition.doubts import contact_domain, doubts
from cms.recognition.inviting import DecisionError
from cms.recognition.models import Invitation, State
from cms.recognition.things import names_of

PERMISSION = "recognition.handle_invitation"
LIST = "recognition:invitations"


class EditorsOnly(PermittedHere):
    """Mixin for views of the desk."""

    permission_policy = ModelPermissionPolicy(Invitation)
    permission_required = "handle"


class InvitationFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    class Meta:
        model = Invitation
        fields = ["state", "language"]


class InvitationsView(EditorsOnly, BaseListingView):
    """The list, newest first."""

    model = Invitation
    page_title = gettext_lazy("Endorsements")
    header_icon = "success"
    index_url_name = LIST
    index_results_url_name = "recognition:invitations_results"
    filterset_class = InvitationFilters
    default_ordering = "-created"
    paginate_by = 30
    verbose_name_plural = gettext_lazy("invitations to endorse")
    is_searchable = True
    search_fields = ["organisation", "name", "email"]
    search_backend_name = None

    def get_base_queryset(self) -> "QuerySet[Invitation]":
        """Return the invitations of the project."""
        return Invitation.objects.filter(project=current().key)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Return the button for a new invitation."""
        return [HeaderButton(_("Invite an organisation"), url=reverse("recognition:invite"), icon_name="plus")]

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns; the name leads to the invitation, and the contact's domain says who was asked."""
        return [
            TitleColumn("organisation", label=_("Organisation"), url_name="recognition:invitation"),
            Column("domain", label=_("Contact at"), accessor=contact_domain),
            Column("badges", label=_("Badges"), accessor=lambda row: names_of(row.badges, row.language)),
            StatusTagColumn(
                "state", label=_("State"), accessor=standing, primary=lambda row: row.state == State.ANSWERED
            ),
            Column("deadline", label=_("Answer until"), accessor=_deadline, sort_key="deadline"),
        ]


def find_invitation(request: HttpRequest, pk: UUID) -> Invitation:
    """Return an invitation that the person at the desk may handle, or raise Http404.

    It may be of another project than the one that is chosen: then all that follows means that one.
    """
    invitation = get_object_or_404(Invitation, pk=pk)
    if invitation.project != current().key:
        mean(invitation.owner)
        if not counts_here(request.user, PERMISSION):
            raise Http404
    return invitation


def standing(invitation: Invitation) -> str:
    """Return where an invitation stands, in words."""
    return _("out of date") if invitation.is_late else str(invitation.get_state_display())


def _deadline(invitation: Invitation) -> str:
    # Wagtail's column of dates says how long ago one was, and nothing sensible of a day to come.
    return date_format(invitation.deadline, "SHORT_DATE_FORMAT")


class InviteView(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """A new invitation."""

    template_name = "recognition/invite.html"
    header_icon = "mail"
    page_title = gettext_lazy("Invite an organisation")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, _list_crumb(), {"url": "", "label": str(self.page_title)}]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        invitation = form.invitation(request.user)
        inviting.invite(invitation)
        log(instance=invitation, action="wagtail.create", user=request.user)
        messages.success(request, _("The invitation is on its way."))
        return redirect("recognition:invitation", invitation.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        form = kwargs.pop("form", None) or InvitationForm()
        return super().get_context_data(form=form, media=form.media, **kwargs)


class InvitationView(EditorsOnly, WagtailAdminTemplateMixin, TemplateView):
    """One invitation: what went out, what came back, and what to do with it."""

    template_name = "recognition/invitation.html"
    header_icon = "success"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it."""
        super().setup(request, *args, **kwargs)
        self.invitation = find_invitation(request, kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the name of the organisation."""
        return self.invitation.organisation

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, _list_crumb(), {"url": "", "label": self.invitation.organisation}]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Do what the pressed button says."""
        wish = request.POST.get("do", "")
        form = {"return": MessageForm, "refuse": MessageForm, "again": DeadlineForm}.get(wish)
        filled: Any = form(request.POST) if form else None
        if filled is not None and not filled.is_valid():
            name = "deadline_form" if wish == "again" else "message_form"
            return self.render_to_response(self.get_context_data(**{name: filled}), status=422)
        try:
            said = self._do(wish, pk, request.user, filled.cleaned_data if filled else {})
        except DecisionError as error:
            messages.error(request, str(error))
        else:
            if said:
                log(instance=self.invitation, action="wagtail.edit", user=request.user, data={"step": wish})
                messages.success(request, said)
        return redirect("recognition:invitation", pk)

    def _do(self, wish: str, pk: UUID, user: Any, data: dict[str, Any]) -> str:
        who = user.get_username()
        if wish == "publish":
            inviting.publish(pk, who)
            return _("The endorsement is signed. The next export shows it.")
        if wish == "return":
            inviting.ask_again(pk, who, data["message"])
            return _("The text goes back with your message.")
        if wish == "refuse":
            inviting.refuse(pk, who, data["message"])
            return _("The text is not published, and the message on its way.")
        if wish == "again":
            inviting.send_again(pk, data["deadline"])
            return _("The new deadline counts.")
        if wish == "take_back":
            inviting.take_back(pk)
            return _("The invitation is taken back: its link opens nothing any more.")
        if wish == "withdraw":
            inviting.withdraw(pk)
            return _("The endorsement is withdrawn. The next export shows it no more.")
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the invitation in words, with what to look at twice."""
        invitation = self.invitation
        forms_of_page: dict[str, forms.Form] = {
            "message_form": kwargs.pop("message_form", None) or MessageForm(),
            "deadline_form": kwargs.pop("deadline_form", None) or DeadlineForm(),
        }
        return super().get_context_data(
            **forms_of_page,
            media=sum((form.media for form in forms_of_page.values()), forms.Media()),
            invitation=invitation,
            standing=standing(invitation),
            domain=contact_domain(invitation),
            doubts=doubts(invitation) if invitation.state in (State.INVITED, State.ANSWERED) else [],
            asked=names_of(invitation.badges, invitation.language),
            chosen=names_of(invitation.chosen, invitation.language),
            language_name=own_name(invitation.language),
            endorsements=list(Endorsement.objects.filter(credential_id__in=invitation.signed)),
            **kwargs,
        )


def _list_crumb() -> dict[str, str]:
    return {"url": reverse(LIST), "label": str(InvitationsView.page_title)}
