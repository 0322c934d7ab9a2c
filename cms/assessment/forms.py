"""The forms of the desk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.assessment.evidence import Download, files_of
from cms.assessment.models import CannedMessage
from cms.issuance.assessing.assigning import usual_due
from cms.issuance.assessing.workflow import Mark
from cms.issuance.awards.revocation import LONGEST_REASON
from cms.issuance.endpoint.fields import ParagraphField
from cms.issuance.models import Application, CriterionAnswer, EvidenceLink, Outcome


class Decision(StrEnum):
    """What the pressed button says."""

    SAVE = "save"
    AWARD = "award"
    RETURN = "return"
    DECLINE = "decline"
    ASK = "ask"
    INSERT = "insert"


@dataclass(frozen=True)
class CriterionRow:
    """One criterion beside its answer and the evidence for it, with the fields for mark and comment."""

    criterion: Mapping[str, str]
    answer: CriterionAnswer
    outcome: BoundField
    comment: BoundField
    is_changed: bool
    links: list[EvidenceLink]
    files: list[Download]


class SheetForm(forms.Form):
    """A mark and a comment for each criterion, and a message to the applicant.

    What is needed depends on the decision: an award needs every criterion met, a return or a refusal needs the
    message. `known` are the person's marks so far, {key: {outcome, comment}}.
    """

    canned = forms.ModelChoiceField(
        label=_("Ready message"),
        help_text=_("In the language of the application. It is put at the end of your message, and you can change it."),
        queryset=CannedMessage.objects.none(),
        required=False,
        empty_label=_("Choose"),
    )
    message = ParagraphField(
        label=_("Message to the applicant"),
        help_text=_("It goes out by mail, in your words. Write in the language of the application."),
        required=False,
        max_length=5000,
        widget=AdminAutoHeightTextInput,
    )
    note = ParagraphField(
        label=_("Note among assessors"),
        help_text=_("The applicant does not see it. It is kept with whatever you press."),
        required=False,
        max_length=5000,
        widget=AdminAutoHeightTextInput,
    )
    round = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        application: Application,
        decision: Decision,
        *args: Any,
        known: Mapping[str, Mapping[str, str]] | None = None,
        message: str = "",
        **kwargs: Any,
    ) -> None:
        """Make the fields for the criteria of this application."""
        kwargs["initial"] = {"message": message, "round": application.round}
        for key, mark in (known or {}).items():
            kwargs["initial"][f"outcome-{key}"] = mark["outcome"]
            kwargs["initial"][f"comment-{key}"] = mark["comment"]
        super().__init__(*args, **kwargs)
        self.application = application
        self.answers: list[CriterionAnswer] = list(application.answers.all())
        self.criteria = {criterion["key"]: criterion for criterion in application.achievement.criteria}
        self.decision = decision
        canned: Any = self.fields["canned"]
        canned.queryset = CannedMessage.objects.filter(language=application.language)
        for key in self.criteria:
            self.fields[f"outcome-{key}"] = forms.ChoiceField(
                label=_("Mark"), choices=Outcome.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"comment-{key}"] = ParagraphField(
                label=_("Comment to the applicant"), required=False, max_length=2000, widget=AdminAutoHeightTextInput
            )

    def rows(self) -> Iterator[CriterionRow]:
        """Yield the criteria with their answers and fields, for the page."""
        again = self.application.round > 1
        links = list(self.application.evidence.all())
        for answer in self.answers:
            key = answer.criterion_key
            changed = again and not answer.outcome
            yield CriterionRow(
                self.criteria[key],
                answer,
                self[f"outcome-{key}"],
                self[f"comment-{key}"],
                changed,
                [link for link in links if link.criterion_key == key],
                files_of(self.application, key),
            )

    def ready_messages(self) -> list[tuple[CannedMessage, str]]:
        """Return the messages to choose from, filled in for this applicant."""
        canned: Any = self.fields["canned"]
        return [(message, message.filled(self.application)) for message in canned.queryset]

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


class AssignForm(forms.Form):
    """Who assesses, until when."""

    assessor = forms.ChoiceField(label=_("Assessor"))
    due = forms.DateField(label=_("Decide by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, people: list[Any], *args: Any, **kwargs: Any) -> None:
        """Offer the people who may assess this application."""
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        choices = [(key, user.get_full_name() or user.get_username()) for key, user in self.people.items()]
        cast(forms.ChoiceField, self.fields["assessor"]).choices = choices
        self.fields["due"].initial = usual_due().isoformat()

    def clean_due(self) -> date:
        """Take no date that is past."""
        due: date = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return due


class ConflictForm(forms.Form):
    """Why somebody must not assess."""

    reason = ParagraphField(
        label=_("Reason"),
        help_text=_("For lead assessors only, for example that you work together. You may leave it empty."),
        required=False,
        max_length=1000,
        widget=AdminAutoHeightTextInput,
    )


class NoteForm(forms.Form):
    """A note among assessors, without a decision."""

    text = ParagraphField(
        label=_("Note among assessors"),
        help_text=_("The applicant does not see it."),
        max_length=5000,
        widget=AdminAutoHeightTextInput,
        error_messages={"required": _("Write the note.")},
    )


class RevokeForm(forms.Form):
    """Why a badge is withdrawn."""

    reason = ParagraphField(
        label=_("Reason"),
        help_text=_(
            "The holder reads it by mail, and so does everybody who checks the badge: leave out names. Write in the "
            "language of the application."
        ),
        max_length=LONGEST_REASON,
        widget=AdminAutoHeightTextInput,
        error_messages={"required": _("Write why the badge is withdrawn.")},
    )
