"""What editors fill in to invite an organisation, and to decide."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Locale

from cms.issuance.endpoint.fields import AddressField, LineField, ParagraphField
from cms.learning.models import OrganisationPage
from cms.learning.projects import of_project
from cms.projects import current
from cms.recognition.models import Invitation
from cms.recognition.things import badge_slugs, name_of

DAYS, MOST_DAYS, MOST_MONTHS = 30, 180, 120
ISSUER = "issuer"


def deadline_field() -> forms.DateField:
    """Return a field for the last day on which a link works."""
    return forms.DateField(
        label=_("Answer until"),
        help_text=_("The link works until the end of this day; half a year from now at most."),
        initial=lambda: timezone.localdate() + timedelta(days=DAYS),
        widget=AdminDateInput(),
    )


def check_deadline(day: date) -> date:
    """Refuse a day that is over or too far off.

    Raises:
        ValidationError: with what to choose.
    """
    today = timezone.localdate()
    if not today < day <= today + timedelta(days=MOST_DAYS):
        raise forms.ValidationError(
            _("Choose a day from tomorrow until %(last)s."),
            params={"last": (today + timedelta(days=MOST_DAYS)).isoformat()},
        )
    return day


class InvitationForm(forms.Form):
    """Whom to ask, of what, until when."""

    page = forms.ChoiceField(
        label=_("Organisation in the directory"),
        required=False,
        help_text=_("Its name and website are taken from there. Leave it empty for one that is not listed."),
    )
    organisation = LineField(
        label=_("Name of the organisation"), max_length=200, required=False, help_text=_("Where it is not listed.")
    )
    website = forms.URLField(
        label=_("Website of the organisation"),
        required=False,
        assume_scheme="https",
        help_text=_("It is signed with the endorsement, and says whose it is: the organisation cannot change it."),
    )
    email = AddressField(
        label=_("E-mail address of the contact"),
        help_text=_("One person who may speak for the organisation. Who has the link can answer."),
        error_messages={"invalid": _("Write an e-mail address such as name@example.org.")},
    )
    badges = forms.MultipleChoiceField(
        label=_("What it is asked to endorse"), widget=forms.CheckboxSelectMultiple, choices=()
    )
    language = forms.ChoiceField(label=_("Language of the mail and the form"))
    note = ParagraphField(
        label=_("Your words to the contact"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    deadline = deadline_field()
    months = forms.IntegerField(
        label=_("Months of validity"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("Leave it empty for an endorsement that stands until it is withdrawn."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the organisations, badges and languages of the project."""
        super().__init__(*args, **kwargs)
        own = of_project(OrganisationPage.objects.live().filter(locale=Locale.get_default()))
        self.pages = {str(page.pk): page for page in own.order_by("title")}
        pages: Any = self.fields["page"]
        pages.choices = [("", "–"), *((pk, page.title) for pk, page in self.pages.items())]
        languages: Any = self.fields["language"]
        languages.choices = current().languages
        badges: Any = self.fields["badges"]
        named = [(slug, name_of(slug, settings.LANGUAGE_CODE)) for slug in badge_slugs()]
        badges.choices = [(ISSUER, _("the issuer as a whole")), *named]

    def clean_deadline(self) -> date:
        """Return a day that is to come."""
        return check_deadline(self.cleaned_data["deadline"])

    def clean(self) -> dict[str, Any]:
        """Take name and website from the directory, where nothing else was typed."""
        data = super().clean() or {}
        if page := self.pages.get(data.get("page", "")):
            data["organisation"] = data.get("organisation") or page.title
            data["website"] = data.get("website") or page.website
        if not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose an organisation of the directory, or write its name."))
        if not data.get("website") and "website" not in self.errors:
            self.add_error("website", _("Write the website: the directory has none for this organisation."))
        return data

    def invitation(self, user: Any) -> Invitation:
        """Return the invitation, not kept yet. Only for a valid form."""
        data = self.cleaned_data
        return Invitation(
            **{name: data[name] for name in ("organisation", "website", "email", "language", "note", "deadline")},
            project=current().key,
            months=data["months"],
            badges=[current().badge_key("") if badge == ISSUER else badge for badge in data["badges"]],
            invited_by=user.get_username(),
            answer_to=user.email,
        )


class MessageForm(forms.Form):
    """The message to the organisation about its text."""

    message = ParagraphField(
        label=_("Message to the organisation"),
        help_text=_("It is mailed in the language of the invitation; write it in that language."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say why, so that the organisation knows what to do.")},
    )


class DeadlineForm(forms.Form):
    """A new last day."""

    deadline = deadline_field()

    def clean_deadline(self) -> date:
        """Return a day that is to come."""
        return check_deadline(self.cleaned_data["deadline"])
