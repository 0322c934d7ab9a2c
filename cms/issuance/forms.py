"""The forms of the public endpoint. Field names are the contract with the static badge pages."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.issuance.erasure import Choice
from cms.issuance.evidence import EvidenceError, check_files
from cms.issuance.evidence.kinds import KINDS
from cms.issuance.fields import (
    AddressField,
    ConsentField,
    FilesField,
    FilesInput,
    LineField,
    LinkField,
    ParagraphField,
    TokenField,
)
from cms.issuance.models import Achievement, Application, Route
from cms.issuance.proof import proof_in
from cms.issuance.submission import Answers, CheckedFile, Submission

EVIDENCE_FIELDS = 3
SHORTEST_SITUATION, LONGEST_SITUATION = 30, 4000


def _link_label(number: int) -> str:
    """Return the name of a field for a link."""
    return gettext("Link %(number)d") % {"number": number}


# Known only when it is shown: the form is made in the browser's language, and shown in the badge's.
_link_label_later = lazy(_link_label, str)


@lru_cache(maxsize=256)
def _fields_for(criteria: tuple[tuple[str, str, str], ...]) -> dict[str, forms.Field]:
    """Return the fields for criteria, each as key, title and description. They are shared and not to be changed."""
    fields: dict[str, forms.Field] = {
        f"situation-{key}": ParagraphField(
            label=title,
            help_text=description,
            min_length=SHORTEST_SITUATION,
            max_length=LONGEST_SITUATION,
            widget=forms.Textarea(attrs={"rows": 7}),
            error_messages={
                "required": _("Describe a real situation for this criterion."),
                "min_length": _("Please say more: at least %(limit_value)d characters, you wrote %(show_value)d."),
                "max_length": _("Please say less: at most %(limit_value)d characters, you wrote %(show_value)d."),
            },
        )
        for key, title, description in criteria
    }
    for number in range(1, EVIDENCE_FIELDS + 1):
        fields[f"evidence-{number}"] = LinkField(label=_link_label_later(number), required=False, max_length=2000)
    return fields


class AnswersForm(forms.Form):
    """One real situation for each criterion, and up to three links."""

    # The lengths are checked here; the browser's own messages would come in the browser's language.
    use_required_attribute = False

    def __init__(self, achievement: Achievement, *args: Any, **kwargs: Any) -> None:
        """Make the fields that the criteria of this version ask for."""
        super().__init__(*args, **kwargs)
        self.achievement = achievement
        asked = tuple((item["key"], item["title"], item["description"]) for item in achievement.criteria)
        # Not copied, as Django copies declared fields: nothing here ever changes one, and the copies took a tenth of
        # the whole request.
        self.fields.update(_fields_for(asked))
        if settings.EVIDENCE_FILES:
            self.fields["files"] = FilesField(
                label=_("Files"),
                required=False,
                widget=FilesInput(attrs={"multiple": True, "accept": ",".join(kind.media_type for kind in KINDS)}),
            )

    def situations(self) -> Iterator[tuple[dict[str, str], BoundField]]:
        """Yield each criterion with its field, for the page."""
        for criterion in self.achievement.criteria:
            yield criterion, self[f"situation-{criterion['key']}"]

    def evidence(self) -> list[BoundField]:
        """Return the fields for links, for the page."""
        return [self[f"evidence-{number}"] for number in range(1, EVIDENCE_FIELDS + 1)]

    @property
    def files_field(self) -> BoundField | None:
        """The field for files, where files are taken."""
        return self["files"] if "files" in self.fields else None

    def kept_files(self) -> int:
        """Return how many files the application has already, and keeps."""
        return 0

    def clean(self) -> dict[str, Any]:
        """Check the files, if files are taken at all; what else comes as a file is never looked at."""
        data = super().clean() or {}
        self.checked_files: list[CheckedFile] = []
        if data.get("files"):
            try:
                self.checked_files = check_files(data["files"], self.kept_files())
            except EvidenceError as error:
                self.add_error("files", forms.ValidationError(str(error.text), params=error.values))
        return data

    def answers(self) -> Answers:
        """Return what was typed, each link once."""
        keys = [criterion["key"] for criterion in self.achievement.criteria]
        links = [self.cleaned_data[f"evidence-{number}"] for number in range(1, EVIDENCE_FIELDS + 1)]
        return Answers(
            situations={key: self.cleaned_data[f"situation-{key}"] for key in keys},
            evidence=list(dict.fromkeys(link for link in links if link)),
            files=self.checked_files,
            removed=frozenset(int(number) for number in self.cleaned_data.get("removed", ())),
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

    key = TokenField(r"[A-Za-z0-9_-]{8,64}")
    altcha = TokenField(r"[A-Za-z0-9+/=]{1,2000}")

    def __init__(self, achievement: Achievement, *args: Any, **kwargs: Any) -> None:
        """Put the fields in the order of the page, so that errors are listed in it."""
        super().__init__(achievement, *args, **kwargs)
        own = list(self.base_fields)
        answers = [name for name in self.fields if name not in self.base_fields]
        self.order_fields(own[:3] + answers + own[3:])

    def clean_altcha(self) -> str:
        """Return the challenge that was solved, or an empty text."""
        return proof_in(self.cleaned_data["altcha"])

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


class MendForm(AnswersForm):
    """The same answers again, completed; who applies for what stays."""

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        """Begin with the answers as they are; files that are there can be taken out."""
        super().__init__(application.achievement, *args, initial=self._initial_of(application), **kwargs)
        self.earlier = list(application.files.all())
        if self.earlier:
            self.fields["removed"] = forms.MultipleChoiceField(
                label=_("Take out these files"),
                required=False,
                choices=[(file.pk, file.title) for file in self.earlier],
                widget=forms.CheckboxSelectMultiple,
            )

    def kept_files(self) -> int:
        """Return how many files the application has already, and keeps."""
        return len(self.earlier) - len(self.cleaned_data.get("removed", ()))

    @staticmethod
    def _initial_of(application: Application) -> dict[str, str]:
        initial = {f"situation-{answer.criterion_key}": answer.situation for answer in application.answers.all()}
        links = enumerate(application.evidence.all(), start=1)
        return initial | {f"evidence-{number}": link.url for number, link in links}


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
