"""The second factor: set up, asked for, renewed, turned off; the password once more, and a new one; one's sessions."""

from typing import Any

import django_otp
import segno
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.accounts import factor, sessions
from cms.accounts.forms import CodeForm, ConfirmForm
from cms.accounts.policy import device_of, must_have_one
from cms.accounts.tries import too_many
from cms.issuance.limits import TooManyError


class StepView(RedirectURLMixin, FormView[Any]):
    """A question before somebody goes on, in the look of the login. Leads on to `next`, within this host only."""

    next_page = "wagtailadmin_home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return where to go on, for the form."""
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)


class CodeView(StepView):
    """Asks for the code after the password."""

    template_name = "accounts/code.html"
    form_class = CodeForm

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Let somebody in whose code is right."""
        try:
            device = factor.verify(self.request.user, form.cleaned_data["code"])
        except TooManyError as error:
            form.add_error("code", too_many(error.until))
            return self.form_invalid(form)
        if device is None:
            form.add_error("code", _("This code is not right, was used before, or is too old. Take the next one."))
            return self.form_invalid(form)
        # Another number for the session: what was known before the second factor opens nothing after it.
        sessions.confirm(self.request)
        django_otp.login(self.request, device)
        return super().form_valid(form)


class ConfirmView(StepView):
    """Asks for the password once more, before a serious matter."""

    template_name = "accounts/confirm.html"
    form_class = ConfirmForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whose password it is."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        """Go on."""
        sessions.confirm(self.request)
        return super().form_valid(form)


class PasswordView(StepView):
    """Asks for a password of one's own in the place of one that somebody else has set."""

    template_name = "accounts/password.html"
    form_class = SetPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever has one to where it is changed."""
        if not request.session.get(sessions.TOLD):
            return redirect("wagtailadmin_account")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whose password it is."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: "SetPasswordForm[Any]") -> HttpResponse:
        """Keep it, and go on in this session; all others of the account end."""
        user = form.save()
        update_session_auth_hash(self.request, user)
        sessions.confirm(self.request)
        del self.request.session[sessions.TOLD]
        log(instance=user, action="accounts.password_chosen", user=user)
        return super().form_valid(form)


class AdminPage(WagtailAdminTemplateMixin):
    """A page of the admin."""

    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the start to here."""
        account = {"url": reverse("wagtailadmin_account"), "label": _("Account")}
        return [*self.breadcrumbs_items, account, {"url": "", "label": str(self.page_title)}]


class OverviewView(AdminPage, TemplateView):
    """Whether there is a second factor, how many recovery codes are left, which sessions are open."""

    template_name = "accounts/overview.html"
    page_title = gettext_lazy("Second factor and sessions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what is so."""
        user = self.request.user
        return super().get_context_data(
            has_device=device_of(user) is not None,
            is_compulsory=must_have_one(user),
            codes_left=user.recovery_codes.count(),  # type: ignore[union-attr]
            sessions=sessions.sessions_of(user, self.request.session.session_key),
            **kwargs,
        )


class SetUpView(AdminPage, RedirectURLMixin, FormView[CodeForm]):
    """Shows the secret as a picture and as text, takes the first code, and then shows the recovery codes once.

    Whoever was on the way to another page is led on to it from there.
    """

    template_name = "accounts/set_up.html"
    form_class = CodeForm
    page_title = gettext_lazy("Set up the second factor")

    def get_form(self, form_class: type[CodeForm] | None = None) -> CodeForm:
        """Return the form, without the cursor in it: the page would roll down past what it is about."""
        form = super().get_form(form_class)
        form.fields["code"].widget.attrs.pop("autofocus")
        return form

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Take the authenticator into use."""
        device = factor.new_device(self.request.user)
        try:
            codes = factor.confirm(device, form.cleaned_data["code"])
        except TooManyError as error:
            form.add_error("code", too_many(error.until))
            return self.form_invalid(form)
        if not codes:
            form.add_error("code", _("This is not the code of now. Is the clock of your telephone right?"))
            return self.form_invalid(form)
        sessions.confirm(self.request)
        django_otp.login(self.request, device)
        # Who had only the password elsewhere is asked for the code there too.
        log(instance=self.request.user, action="accounts.second_factor_on", user=self.request.user)
        return ShownCodes.as_view()(self.request, codes=codes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the secret."""
        device = factor.new_device(self.request.user)
        return super().get_context_data(
            secret=factor.secret_of(device),
            picture=_picture(device.config_url),
            is_compulsory=must_have_one(self.request.user),
            **kwargs,
        )


class ShownCodes(AdminPage, RedirectURLMixin, TemplateView):
    """The recovery codes, once, and the way on. Wagtail's admin says of all its pages that nobody keeps a copy."""

    template_name = "accounts/codes.html"
    page_title = gettext_lazy("Recovery codes")
    next_page = "wagtailadmin_home"

    def post(self, request: HttpRequest, codes: list[str]) -> HttpResponse:
        """Show them."""
        return self.render_to_response(self.get_context_data(codes=codes, next=self.get_success_url()))


class ButtonView(View):
    """Something that a button does. Who only looks is led back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead back."""
        return redirect("accounts:overview")


class CodesView(ButtonView):
    """Makes fresh recovery codes."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make and show them."""
        if device_of(request.user) is None:
            return redirect("accounts:overview")
        codes = factor.new_recovery_codes(request.user)
        log(instance=request.user, action="accounts.codes_renewed", user=request.user)
        return ShownCodes.as_view()(request, codes=codes)


class TurnOffView(ButtonView):
    """Takes the second factor off one's own account, where it is not compulsory."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        if must_have_one(request.user):
            messages.error(request, _("Your account needs the second factor."))
        elif factor.remove(request.user):
            log(instance=request.user, action="accounts.second_factor_off", user=request.user)
            messages.success(request, _("The second factor is turned off."))
        return redirect("accounts:overview")


class EndSessionsView(ButtonView):
    """Ends the sessions of oneself on other devices, and one's logins at the API."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it."""
        sessions.end_sessions(request.user, but=request.session.session_key)
        messages.success(request, _("You are logged out everywhere but here, at the API too."))
        return redirect("accounts:overview")


def _picture(text: str) -> SafeString:
    """Return a text as QR code: an SVG without styles or scripts, which the policy of the page allows."""
    drawn = segno.make(text, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False)
    return mark_safe(drawn)  # noqa: S308  made here, of nothing but squares
