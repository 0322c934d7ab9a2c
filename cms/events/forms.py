"""The form for a claim. Field names are the contract with the static page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.events.claiming import ClaimRequest
from cms.issuance.endpoint.fields import AddressField, ConsentField, LineField, ProofField, TokenField


class ClaimForm(forms.Form):
    """A claim as it comes from the page."""

    use_required_attribute = False

    code = LineField(
        label=_("Code"),
        help_text=_("Twelve letters and digits. Capitals, spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the code from your card, your mail or the poster.")},
    )
    name = LineField(
        label=_("Your name"),
        help_text=_("It stands on your certificate."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We send a link to this address. The badge is tied to it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address such as name@example.org."),
        },
    )
    attended = ConsentField(
        label=_("I took part in the training event that this code is from."),
        error_messages={"required": _("Confirm that you took part.")},
    )
    privacy = ConsentField(
        label=_("I have read how my data are used to award this badge."),
        error_messages={"required": _("Confirm that you have read how your data are used.")},
    )
    event = TokenField(r"[0-9a-f]{8}")
    project = TokenField(r"[a-z0-9-]{1,30}")
    key = TokenField(r"[A-Za-z0-9_-]{8,64}")
    altcha = ProofField()

    def claim(self, language: str) -> ClaimRequest:
        """Return the claim. Only for a valid form."""
        data = self.cleaned_data
        return ClaimRequest(
            data["code"], data["name"], data["email"], language, data["event"], data["key"], data["altcha"]
        )
