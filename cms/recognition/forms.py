"""What an organisation fills in. Its badges are the fields `badge-KEY`; that of the issuer as a whole is `issuer`."""

import re
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.issuance.endpoint.fields import ConsentField, LineField, ParagraphField, plain
from cms.projects import slug_of
from cms.recognition.models import Invitation
from cms.recognition.things import name_of

SHORTEST, LONGEST, LONGEST_NAME, LONGEST_ROLE = 40, 1500, 200, 120
REQUIRED = _("Please fill this in.")
# Signs that are not seen and make one name look like another: no width, and other directions of writing.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)


def seen(text: str) -> None:
    """Refuse signs that nobody sees.

    Raises:
        ValidationError: there is one in it.
    """
    if _UNSEEN.search(text):
        raise forms.ValidationError(_("This holds a sign that nobody sees. Please type it again."), code="unseen")


class AnswerForm(forms.Form):
    """The endorsement as it will be published."""

    use_required_attribute = False

    name = LineField(
        label=_("Name of your organisation"),
        help_text=_("As it is to be shown. Names of people are not shown."),
        max_length=LONGEST_NAME,
        validators=[plain, seen],
        error_messages={"required": REQUIRED},
    )
    role = LineField(
        label=_("Role of your organisation"),
        help_text=_("In a few words, for example: employer in adult education."),
        max_length=LONGEST_ROLE,
        validators=[plain, seen],
        error_messages={"required": REQUIRED},
    )
    text = ParagraphField(
        label=_("Your endorsement"),
        help_text=_("Say in a few sentences what the badge is worth to you, and why. Write plain text."),
        min_length=SHORTEST,
        max_length=LONGEST,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": REQUIRED,
            "min_length": _("Please say more: at least %(limit_value)d characters, you wrote %(show_value)d."),
            "max_length": _("Please say less: at most %(limit_value)d characters, you wrote %(show_value)d."),
        },
    )

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        """Add a box for each badge, where there are several to choose from."""
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.language = invitation.language
        if len(invitation.badges) > 1:
            for slug in invitation.badges:
                with translation.override(invitation.language):
                    label = name_of(slug, invitation.language)
                self.fields[_field(slug)] = ConsentField(label=label, required=False)

    def boxes(self) -> list[Any]:
        """Return the fields of the badges, for the page."""
        return [self[_field(slug)] for slug in self.invitation.badges if _field(slug) in self.fields]

    def clean(self) -> dict[str, Any]:
        """Ask for a badge."""
        data = super().clean() or {}
        if not self._chosen(data):
            self.add_error(_field(self.invitation.badges[0]), _("Tick at least one badge."))
        return data

    def said(self) -> dict[str, Any]:
        """Return what was said, by the names of the model's fields. Only for a valid form."""
        data = self.cleaned_data
        return {**{name: data[name] for name in ("name", "role", "text")}, "chosen": self._chosen(data)}

    def _chosen(self, data: dict[str, Any]) -> list[str]:
        badges: list[str] = self.invitation.badges
        return badges if len(badges) == 1 else [slug for slug in badges if data.get(_field(slug))]


class SendForm(AnswerForm):
    """The same with the consent that it is published."""

    consent = ConsentField(
        label=_("We agree that this text is signed and published with the name and the role of our organisation."),
        error_messages={"required": _("Without your agreement we cannot publish it.")},
    )


def first_values(invitation: Invitation) -> dict[str, Any]:
    """Return what the form begins with: what was typed before, where the text came back, else the name."""
    boxes = {_field(slug): "yes" for slug in invitation.chosen}
    return {
        "name": invitation.name or invitation.organisation,
        "role": invitation.role,
        "text": invitation.text,
        **boxes,
    }


def _field(badge: str) -> str:
    slug = slug_of(badge)
    return f"badge-{slug}" if slug else "issuer"
