"""Tokens in the Wagtail admin: Wagtail's own screens, with scopes and an end for each token."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log
from wagtail.users.utils import user_can_manage_token
from wagtail.users.views import api_tokens

from cms.api.models import Scope, make_token


class TokenForm(api_tokens.APITokenForm):
    """Name, owner, scopes and end of a new token."""

    scopes = forms.MultipleChoiceField(
        label=_("The token may be used to"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Its owner’s permissions hold beside it. Without any, it reads what everybody may read."),
    )
    expires_at = forms.DateTimeField(label=_("Expires at"), required=False, widget=AdminDateTimeInput)

    def clean_expires_at(self) -> Any:
        """Refuse an end in the past."""
        moment = self.cleaned_data["expires_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return moment


class TokenIndexView(api_tokens.IndexView):
    """The tokens with what they may do."""

    @cached_property
    def columns(self) -> list[Any]:
        """Return Wagtail's columns and ours."""
        return [
            *super().columns,
            Column("scopes", label=_("May be used to"), accessor=_scopes),
            Column(
                "expires_at", label=_("Expires at"), accessor=lambda token: getattr(_grant(token), "expires_at", None)
            ),
        ]

    def get_queryset(self) -> Any:
        """Return the tokens with their limits, in one query."""
        return super().get_queryset().select_related("grant")


def _grant(token: Any) -> Any:
    return getattr(token, "grant", None)


def _scopes(token: Any) -> str:
    grant = _grant(token)
    return ", ".join(grant.scopes) if grant else str(_("everything"))


class TokenCreateView(api_tokens.CreateView):
    """Makes a token and shows its text once."""

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """Make the token.

        Raises:
            PermissionDenied: tokens of that owner are not for this person to make.
        """
        owner = form.cleaned_data["user"]
        if not user_can_manage_token(self.request.user, owner, "wagtailcore.add_apitoken"):
            raise PermissionDenied
        values = form.cleaned_data
        self.object, text = make_token(owner, values["name"], values["scopes"], values["expires_at"])
        log(self.object, "wagtail.apitoken.create", user=self.request.user)
        template = "wagtailusers/api_tokens/created.html"
        return TemplateResponse(self.request, template, self.get_created_context(text))


class TokenViewSet(api_tokens.APITokenViewSet):
    """Wagtail's viewset with our form and list."""

    menu_name = "perennial_api_tokens"
    index_view_class = TokenIndexView
    add_view_class = TokenCreateView

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form for a new token, or Wagtail's for its name."""
        return super().get_form_class(for_update=True) if for_update else TokenForm
