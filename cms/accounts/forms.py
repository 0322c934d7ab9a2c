"""Forms of the way in."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cms.accounts.tries import count_code, count_reset, too_many
from cms.issuance.limits import TooManyError

logger = logging.getLogger(__name__)


class LoginForm(WagtailLoginForm):
    """Wagtail's, which says when somebody has tried too often."""

    def clean(self) -> dict[str, Any]:
        """Compare name and password."""
        try:
            return super().clean()
        except TooManyError as error:
            raise ValidationError(too_many(error.until), code="too_many") from None


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's, within limits. The answer is the same: it would tell a stranger about a mailbox."""

    def save(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Send the mail, if there is such an account and not too many were sent."""
        try:
            count_reset(request, self.cleaned_data["email"])
        except TooManyError:
            logger.warning("Too many mails to reset a password were asked for.")
            return
        super().save(*args, request=request, **kwargs)


class CodeForm(forms.Form):
    """A code of the authenticator, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )


class ConfirmForm(forms.Form):
    """The password once more."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        """Take whose password it is."""
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Compare it."""
        try:
            count_code(self.user)
        except TooManyError as error:
            raise ValidationError(too_many(error.until), code="too_many") from None
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password."), code="wrong")
        return password
