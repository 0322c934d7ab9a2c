"""The form for a practice. Field names are the contract with the static page."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.issuance.endpoint.fields import (
    AddressField,
    ConsentField,
    LineField,
    LinkField,
    ParagraphField,
    ProofField,
    TokenField,
    plain,
)
from cms.practices.models import Suggestion
from cms.practices.vocabulary import COUNTRY_CHOICES, LESSONS, PARTS, SECTORS, THEMES

NEEDED = tuple(PARTS)[:3]
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_PART, LONGEST_LESSONS = 150, 400, 4000, 2000
REQUIRED = _("Please fill this in.")
CHOOSE = _("Choose one of the list.")


def _line(label: Any, most: int) -> LineField:
    return LineField(label=label, max_length=most, validators=[plain], error_messages={"required": REQUIRED})


def _paragraphs(label: Any, most: int, *, required: bool, about: Any = "", rows: int = 5) -> ParagraphField:
    return ParagraphField(
        label=label,
        help_text=about,
        required=required,
        max_length=most,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": REQUIRED,
            "max_length": _("Please say less: at most %(limit_value)d characters, you wrote %(show_value)d."),
        },
    )


def _box(label: Any) -> ConsentField:
    return ConsentField(label=label, required=False)


def _choice(label: Any, first: Any, choices: Any) -> forms.ChoiceField:
    messages = {"required": CHOOSE, "invalid_choice": CHOOSE}
    return forms.ChoiceField(label=label, choices=[("", first), *choices], error_messages=messages)


class SuggestionForm(forms.Form):
    """A practice as it comes from the page."""

    use_required_attribute = False

    title = _line(_("Name of the practice"), LONGEST_TITLE)
    summary = _paragraphs(_("In one or two sentences"), LONGEST_SUMMARY, required=True, rows=3)
    country = _choice(_("Country"), _("Choose a country"), COUNTRY_CHOICES)
    sector = _choice(_("Sector"), _("Choose a sector"), SECTORS)
    evidence = LinkField(label=_("Where one can read more"), required=False, max_length=2000)
    organisation = _line(_("Organisation"), 200)
    website_address = LinkField(label=_("Website of the organisation"), required=False, max_length=200)
    email = AddressField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address such as name@example.org."),
        },
    )
    licence = ConsentField(
        label=_("We may publish the text, edited and translated, under the licence of this site."),
        error_messages={"required": _("Without your agreement we cannot publish it.")},
    )
    privacy = ConsentField(
        label=_("I have read how my data are used to handle this suggestion."),
        error_messages={"required": _("Confirm that you have read how your data are used.")},
    )
    key = TokenField(r"[A-Za-z0-9_-]{8,64}")
    altcha = ProofField()

    def __init__(self, language: str, *args: Any, **kwargs: Any) -> None:
        """Put the countries in order, and add the fields for themes and parts."""
        super().__init__(*args, **kwargs)
        self.language = language
        with translation.override(language):
            by_name = sorted(COUNTRY_CHOICES, key=lambda choice: str(choice[1]))
        countries: Any = self.fields["country"]
        countries.choices = [*list(countries.choices)[:1], *by_name]
        for key, theme in THEMES:
            self.fields[f"theme-{key}"] = _box(theme)
        for name, (label, about) in PARTS.items():
            self.fields[name] = _paragraphs(label, LONGEST_PART, required=name in NEEDED, about=about)
        label, about = LESSONS
        self.fields["lessons"] = _paragraphs(label, LONGEST_LESSONS, required=False, about=about)

    def themes(self) -> list[Any]:
        """Return the fields of the themes, for the page."""
        return [self[f"theme-{key}"] for key, _name in THEMES]

    def parts(self) -> list[Any]:
        """Return the fields of the parts, for the page."""
        return [self[name] for name in (*PARTS, "lessons")]

    def clean(self) -> dict[str, Any]:
        """Ask for a theme."""
        data = super().clean() or {}
        if not self._chosen_themes(data):
            self.add_error(f"theme-{THEMES[0][0]}", _("Tick at least one theme."))
        return data

    @staticmethod
    def _chosen_themes(data: dict[str, Any]) -> list[str]:
        return [key for key, _name in THEMES if data.get(f"theme-{key}")]

    def suggestion(self) -> Suggestion:
        """Return the suggestion, not kept yet. Only for a valid form."""
        data = self.cleaned_data
        made = Suggestion(
            language=self.language,
            **{name: data[name] for name in ("title", "summary", "country", "sector", "evidence", "organisation")},
            website=data["website_address"],
            email=data["email"],
            themes=self._chosen_themes(data),
            parts={name: data[name] for name in (*PARTS, "lessons") if data[name]},
            idempotency_key=data["key"] or None,
            proof=data["altcha"] or None,
        )
        made.digest = made.content_digest()
        return made
