"""The part of an application that can be mended: a situation and evidence for each criterion, and further evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.issuance.applications.submission import Answers, CheckedFile
from cms.issuance.endpoint.fields import FilesField, FilesInput, LinkField, ParagraphField
from cms.issuance.evidence import EvidenceError, check_files
from cms.issuance.evidence.kinds import KINDS
from cms.issuance.models import Achievement, Application

EVIDENCE_FIELDS = 3
SHORTEST_SITUATION, LONGEST_SITUATION = 30, 4000


@dataclass(frozen=True)
class CriterionFields:
    """A criterion with its fields, for the page; `files` only where files are taken."""

    criterion: dict[str, str]
    situation: BoundField
    link: BoundField
    files: BoundField | None


def _link_label(number: int) -> str:
    """Return the name of a field for a link."""
    return gettext("Link %(number)d") % {"number": number}


def _criterion_link_label(title: str) -> str:
    return gettext("Link to evidence for “%(criterion)s”") % {"criterion": title}


def _criterion_files_label(title: str) -> str:
    return gettext("Files as evidence for “%(criterion)s”") % {"criterion": title}


# Known only when it is shown: the form is made in the browser's language, and shown in the badge's.
_link_label_later = lazy(_link_label, str)
_criterion_link_label_later = lazy(_criterion_link_label, str)
_criterion_files_label_later = lazy(_criterion_files_label, str)


@lru_cache(maxsize=256)
def _fields_for(criteria: tuple[tuple[str, str, str], ...], *, with_files: bool) -> dict[str, forms.Field]:
    """Return the fields for criteria, each as key, title and description. They are shared and not to be changed."""
    fields: dict[str, forms.Field] = {}
    for key, title, description in criteria:
        fields[f"situation-{key}"] = _situation_field(title, description)
        fields[f"link-{key}"] = _link_field(_criterion_link_label_later(title))
        if with_files:
            fields[f"files-{key}"] = _files_field(_criterion_files_label_later(title))
    for number in range(1, EVIDENCE_FIELDS + 1):
        fields[f"evidence-{number}"] = _link_field(_link_label_later(number))
    if with_files:
        fields["files"] = _files_field(_("Files"))
    return fields


def _situation_field(title: str, description: str) -> ParagraphField:
    return ParagraphField(
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


def _link_field(label: Any) -> LinkField:
    return LinkField(label=label, required=False, max_length=2000)


def _files_field(label: Any) -> FilesField:
    accept = ",".join(kind.media_type for kind in KINDS)
    return FilesField(label=label, required=False, widget=FilesInput(attrs={"multiple": True, "accept": accept}))


class AnswersForm(forms.Form):
    """For each criterion one real situation, with a link and files if there are any; and up to three more links."""

    # The lengths are checked here; the browser's own messages would come in the browser's language.
    use_required_attribute = False
    # What the whole form has around this part.
    before: ClassVar[Mapping[str, forms.Field]] = {}
    after: ClassVar[Mapping[str, forms.Field]] = {}

    def __init__(self, achievement: Achievement, *args: Any, **kwargs: Any) -> None:
        """Make the fields that the criteria of this version ask for."""
        super().__init__(*args, **kwargs)
        self.achievement = achievement
        asked = tuple((item["key"], item["title"], item["description"]) for item in achievement.criteria)
        # Not copied, as Django copies declared fields: nothing here ever changes one, and the copies took a fifth of
        # the whole request.
        answers = _fields_for(asked, with_files=bool(settings.EVIDENCE_FILES))
        self.fields = {**self.before, **answers, **self.after}

    def _clean_fields(self) -> None:
        """Clean each field as Django does, without a BoundField for each of twenty: only pages need them."""
        for name, field in self.fields.items():
            try:
                self.cleaned_data[name] = field.clean(field.widget.value_from_datadict(self.data, self.files, name))
                if further := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = further()
            except forms.ValidationError as error:
                self.add_error(name, error)

    @property
    def keys(self) -> list[str]:
        """The keys of the criteria, in their order."""
        return [criterion["key"] for criterion in self.achievement.criteria]

    def parts(self) -> Iterator[CriterionFields]:
        """Yield each criterion with its fields, for the page."""
        for criterion in self.achievement.criteria:
            key = criterion["key"]
            files = self[f"files-{key}"] if "files" in self.fields else None
            yield CriterionFields(criterion, self[f"situation-{key}"], self[f"link-{key}"], files)

    def evidence(self) -> list[BoundField]:
        """Return the fields for further links, for the page."""
        return [self[f"evidence-{number}"] for number in range(1, EVIDENCE_FIELDS + 1)]

    @property
    def files_field(self) -> BoundField | None:
        """The field for further files, where files are taken."""
        return self["files"] if "files" in self.fields else None

    def kept_files(self) -> int:
        """Return how many files the application has already, and keeps."""
        return 0

    def clean(self) -> dict[str, Any]:
        """Check the files, if files are taken at all; what else comes as a file is never looked at."""
        data = super().clean() or {}
        self.checked_files: list[CheckedFile] = []
        if "files" not in self.fields:
            return data
        places = {"": "files", **{key: f"files-{key}" for key in self.keys}}
        sent = [(key, upload) for key, name in places.items() for upload in data.get(name) or ()]
        try:
            checked = check_files([upload for _key, upload in sent], self.kept_files()) if sent else []
        except EvidenceError as error:
            self.add_error("files", forms.ValidationError(str(error.text), params=error.values))
        else:
            pairs = zip(sent, checked, strict=True)
            self.checked_files = [replace(file, criterion=key) for (key, _upload), file in pairs]
        return data

    def answers(self) -> Answers:
        """Return what was typed, each further link once."""
        further = [self.cleaned_data[f"evidence-{number}"] for number in range(1, EVIDENCE_FIELDS + 1)]
        links = {key: self.cleaned_data[f"link-{key}"] for key in self.keys}
        return Answers(
            situations={key: self.cleaned_data[f"situation-{key}"] for key in self.keys},
            links={key: link for key, link in links.items() if link},
            evidence=list(dict.fromkeys(link for link in further if link)),
            files=self.checked_files,
            removed=frozenset(int(number) for number in self.cleaned_data.get("removed", ())),
        )


class MendForm(AnswersForm):
    """The same answers again, completed; who applies for what stays."""

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        """Begin with the answers as they are; files that are there can be taken out."""
        super().__init__(application.achievement, *args, initial=self._initial_of(application), **kwargs)
        self.earlier = list(application.files.all())
        titles = {item["key"]: f" ({item['title']})" for item in self.achievement.criteria}
        if self.earlier:
            self.fields["removed"] = forms.MultipleChoiceField(
                label=_("Take out these files"),
                required=False,
                choices=[(file.pk, file.title + titles.get(file.criterion_key, "")) for file in self.earlier],
                widget=forms.CheckboxSelectMultiple,
            )

    def kept_files(self) -> int:
        """Return how many files the application has already, and keeps."""
        return len(self.earlier) - len(self.cleaned_data.get("removed", ()))

    @staticmethod
    def _initial_of(application: Application) -> dict[str, str]:
        initial = {f"situation-{answer.criterion_key}": answer.situation for answer in application.answers.all()}
        links = list(application.evidence.all())
        further = enumerate((link for link in links if not link.criterion_key), start=1)
        initial |= {f"link-{link.criterion_key}": link.url for link in links if link.criterion_key}
        return initial | {f"evidence-{number}": link.url for number, link in further}
