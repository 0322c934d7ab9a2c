"""Wagtail's screens of accounts, which note a password that an administrator sets for somebody else."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from cms.accounts.told import note_told

HELP = _("The same password once more. Its owner must choose another one at the first login.")


class UserCreationForm(WagtailUserCreationForm):
    """A new account: whoever fills this in knows its password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what becomes of the password."""
        super().__init__(*args, **kwargs)
        self.fields["password2"].help_text = HELP

    def _save_m2m(self) -> None:
        # After the account itself, whichever way the form is saved.
        super()._save_m2m()
        if self.cleaned_data["password1"]:
            note_told(self.instance)


class UserEditForm(WagtailUserEditForm):
    """An account that there is: one's own password is no secret to oneself."""

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        """Say what becomes of the password."""
        super().__init__(*args, editing_self=editing_self, **kwargs)
        self.is_own = editing_self
        if not editing_self:
            self.fields["password2"].help_text = HELP

    def _save_m2m(self) -> None:
        super()._save_m2m()
        if self.cleaned_data["password1"] and not self.is_own:
            note_told(self.instance)


class UserViewSet(WagtailUserViewSet):
    """Wagtail's viewset with our forms."""

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form for a new account, or for one that there is."""
        return UserEditForm if for_update else UserCreationForm
