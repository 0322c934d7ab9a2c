"""The forms of the public endpoint. Field names are the contract with the static badge pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.issuance.applications.submission import Submission
from cms.issuance.ending.erasure import Choice
from cms.issuance.endpoint.answering import AnswersForm
from cms.issuance.endpoint.fields import AddressField, ConsentField, LineField, ProofField, TokenField
from cms.issuance.models import Route


class AboutYou(forms.Form):
    """The fields of an application before the criteria."""

    name = LineField(
        label=_("Your name"),
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
    route = forms.ChoiceField(
        label=_("How did you gain this skill?"),
        choices=Route.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you gained this skill."),
            "invalid_choice": _("Choose one of the two answers."),
        },
    )


class BeforeSending(forms.Form):
    """The fields of an application after the criteria, and those that people do not see."""

    own_work = ConsentField(
        label=_("The situations are my own, and I have left out what would identify other people."),
        error_messages={"required": _("Confirm that the situations are your own.")},
    )
    privacy = ConsentField(
        label=_("I have read how my data are used to assess this application."),
        error_messages={"required": _("Confirm that you have read how your data are used.")},
    )
    public_narrative = ConsentField(
        label=_("My situations may be shown in the badge. Everybody who sees the badge can then read them."),
        required=False,
    )

    key = TokenField(r"[A-Za-z0-9_-]{8,64}")
    altcha = ProofField()


class ApplicationForm(AnswersForm):
    """A whole application as it comes from a badge page, its fields in the order of the page."""

    before = AboutYou.base_fields
    after = BeforeSending.base_fields

    def submission(self) -> Submission:
        """Return the application. Only for a valid form."""
        data = self.cleaned_data
        return Submission(
            achievement=self.achievement,
            name=data["name"],
            email=data["email"],
            route=data["route"],
            answers=self.answers(),
            own_work=data["own_work"],
            privacy=data["privacy"],
            public_narrative=data["public_narrative"],
            idempotency_key=data["key"],
            proof=data["altcha"],
        )


class ResendForm(forms.Form):
    """Somebody who has lost a mail asks for its link again."""

    use_required_attribute = False

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("The one that you applied with."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address such as name@example.org."),
        },
    )


class EraseForm(forms.Form):
    """What is to be erased. Nothing is chosen in advance."""

    use_required_attribute = False

    def __init__(self, choices: list[Choice], *args: Any, **kwargs: Any) -> None:
        """Offer what can be erased now."""
        super().__init__(*args, **kwargs)
        self.fields["choice"] = forms.ChoiceField(
            label=_("What shall we erase?"),
            choices=[(choice.value, choice.label) for choice in choices],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose what we shall erase."),
                "invalid_choice": _("Choose what we shall erase."),
            },
        )

    @property
    def choice(self) -> Choice:
        """What was chosen. Only for a valid form."""
        return Choice(self.cleaned_data["choice"])
