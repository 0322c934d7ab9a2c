"""The forms of the public endpoint. Field names are the contract with the static badge pages."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.issuance.fields import AddressField, ConsentField, LineField, LinkField, ParagraphField
from cms.issuance.models import Achievement, Application, Route
from cms.issuance.submission import Answers, Submission

EVIDENCE_FIELDS = 3
SHORTEST_SITUATION, LONGEST_SITUATION = 30, 4000


def _link_label(number: int) -> str:
    """Return the name of a field for a link."""
    return gettext("Link %(number)d") % {"number": number}


class AnswersForm(forms.Form):
    """One real situation for each criterion, and up to three links."""

    # The lengths are checked here; the browser's own messages would come in the browser's language.
    use_required_attribute = False

    def __init__(self, achievement: Achievement, *args: Any, **kwargs: Any) -> None:
        """Make the fields that the criteria of this version ask for."""
        super().__init__(*args, **kwargs)
        self.achievement = achievement
        for criterion in achievement.criteria:
            self.fields[f"situation-{criterion['key']}"] = ParagraphField(
                label=criterion["title"],
                help_text=criterion["description"],
                min_length=SHORTEST_SITUATION,
                max_length=LONGEST_SITUATION,
                widget=forms.Textarea(attrs={"rows": 7}),
                error_messages={
                    "required": _("Describe a real situation for this criterion."),
                    "min_length": _("Please say more: at least %(limit_value)d characters, you wrote %(show_value)d."),
                    "max_length": _("Please say less: at most %(limit_value)d characters, you wrote %(show_value)d."),
                },
            )
        for number in range(1, EVIDENCE_FIELDS + 1):
            self.fields[f"evidence-{number}"] = LinkField(
                # Known only when it is shown: the form is made in the browser's language, and shown in the badge's.
                label=lazy(_link_label, str)(number),
                required=False,
                max_length=2000,
            )

    def situations(self) -> Iterator[tuple[dict[str, str], BoundField]]:
        """Yield each criterion with its field, for the page."""
        for criterion in self.achievement.criteria:
            yield criterion, self[f"situation-{criterion['key']}"]

    def evidence(self) -> list[BoundField]:
        """Return the fields for links, for the page."""
        return [self[f"evidence-{number}"] for number in range(1, EVIDENCE_FIELDS + 1)]

    def answers(self) -> Answers:
        """Return what was typed, each link once."""
        keys = [criterion["key"] for criterion in self.achievement.criteria]
        links = [self.cleaned_data[f"evidence-{number}"] for number in range(1, EVIDENCE_FIELDS + 1)]
        return Answers(
            situations={key: self.cleaned_data[f"situation-{key}"] for key in keys},
            evidence=list(dict.fromkeys(link for link in links if link)),
        )


class ApplicationForm(AnswersForm):
    """A whole application as it comes from a badge page."""

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

    def __init__(self, achievement: Achievement, *args: Any, **kwargs: Any) -> None:
        """Put the fields in the order of the page, so that errors are listed in it."""
        super().__init__(achievement, *args, **kwargs)
        own = list(self.base_fields)
        answers = [name for name in self.fields if name not in self.base_fields]
        self.order_fields(own[:3] + answers + own[3:])

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
        )


class MendForm(AnswersForm):
    """The same answers again, completed; who applies for what stays."""

    @staticmethod
    def initial_of(application: Application) -> dict[str, str]:
        """Return the answers as they are, to go on from."""
        initial = {f"situation-{answer.criterion_key}": answer.situation for answer in application.answers.all()}
        links = enumerate(application.evidence.all(), start=1)
        return initial | {f"evidence-{number}": link.url for number, link in links}
