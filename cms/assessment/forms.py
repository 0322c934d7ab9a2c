"""The forms of the desk."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.issuance.fields import ParagraphField
from cms.issuance.models import Application, CriterionAnswer, Outcome
from cms.issuance.workflow import Mark


class Decision(StrEnum):
    """What the pressed button says."""

    SAVE = "save"
    AWARD = "award"
    RETURN = "return"
    DECLINE = "decline"


class SheetForm(forms.Form):
    """A mark and a comment for each criterion, and a message to the applicant.

    What is needed depends on the decision: an award needs every criterion met, a return or a refusal needs the
    message.
    """

    message = ParagraphField(
        label=_("Message to the applicant"),
        help_text=_("It goes out by mail, in your words. Write in the language of the application."),
        required=False,
        max_length=5000,
        widget=AdminAutoHeightTextInput,
    )

    def __init__(self, application: Application, decision: Decision, *args: Any, **kwargs: Any) -> None:
        """Make the fields for the criteria of this application."""
        kwargs["initial"] = {"message": application.message}
        self.answers: list[CriterionAnswer] = list(application.answers.all())
        for answer in self.answers:
            kwargs["initial"][f"outcome-{answer.criterion_key}"] = answer.outcome
            kwargs["initial"][f"comment-{answer.criterion_key}"] = answer.comment
        super().__init__(*args, **kwargs)
        self.criteria = {criterion["key"]: criterion for criterion in application.achievement.criteria}
        self.decision = decision
        for key in self.criteria:
            self.fields[f"outcome-{key}"] = forms.ChoiceField(
                label=_("Mark"), choices=Outcome.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"comment-{key}"] = ParagraphField(
                label=_("Comment to the applicant"), required=False, max_length=2000, widget=AdminAutoHeightTextInput
            )

    def rows(self) -> Iterator[tuple[dict[str, str], CriterionAnswer, BoundField, BoundField]]:
        """Yield criterion, answer, mark and comment, for the page."""
        for answer in self.answers:
            key = answer.criterion_key
            yield self.criteria[key], answer, self[f"outcome-{key}"], self[f"comment-{key}"]

    def clean(self) -> dict[str, Any]:
        """Check what the decision needs."""
        data = super().clean() or {}
        if self.decision is Decision.AWARD:
            for key in self.criteria:
                if data.get(f"outcome-{key}") != Outcome.MET:
                    self.add_error(f"outcome-{key}", _("For an award this criterion must be met."))
        if self.decision in {Decision.RETURN, Decision.DECLINE} and not data.get("message"):
            self.add_error("message", _("Tell the applicant why, and what to do next."))
        return data

    def marks(self) -> dict[str, Mark]:
        """Return the marks. Only for a valid form."""
        return {
            key: Mark(self.cleaned_data[f"outcome-{key}"], self.cleaned_data[f"comment-{key}"]) for key in self.criteria
        }


class RevokeForm(forms.Form):
    """Why a badge is withdrawn."""

    reason = ParagraphField(
        label=_("Reason"),
        help_text=_("The holder reads it by mail. Write in the language of the application."),
        max_length=1000,
        widget=AdminAutoHeightTextInput,
        error_messages={"required": _("Write why the badge is withdrawn.")},
    )
