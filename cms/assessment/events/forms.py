"""The forms of the desk for events."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.assessment.csv_form import MOST_BYTES
from cms.assessment.events.people_file import MOST_PEOPLE, too_many
from cms.assessment.filters import badge_choices
from cms.events.awarding import WAYS, batch_digest
from cms.events.models import Participant, TrainingEvent
from cms.issuance.achievements import current_achievement
from cms.issuance.endpoint.fields import AddressField, LineField
from cms.issuance.models import Batch
from cms.projects import current, slug_of

# How long codes work after the event, unless somebody says otherwise; and the longest.
CODE_DAYS, LONGEST_CODE_DAYS = 30, 366


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days as the browser wants them."""
        super().__init__(format="%Y-%m-%d")


class EventForm(forms.ModelForm[TrainingEvent]):
    """An event. What it has awarded it keeps."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("Of the badges, the mails and the poster."),
    )
    badges = forms.MultipleChoiceField(
        label=gettext_lazy("Badges"),
        help_text=gettext_lazy("Everybody who takes part gets all of them."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one badge.")},
    )
    title = LineField(label=gettext_lazy("Title"), max_length=150)
    place = LineField(label=gettext_lazy("Place"), max_length=150, required=False)
    organiser = LineField(
        label=gettext_lazy("Organiser"),
        help_text=gettext_lazy("An organisation. It stands in the badges and on the poster; no names of people."),
        max_length=200,
    )

    class Meta:
        model = TrainingEvent
        fields = [
            *("title", "starts", "ends", "place", "is_online", "language", "badges", "organiser", "places", "state"),
        ]
        widgets = {"starts": DayInput(), "ends": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the badges and languages of the project."""
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.project = current().key
        cast(forms.ChoiceField, self.fields["language"]).choices = current().languages
        cast(forms.MultipleChoiceField, self.fields["badges"]).choices = badge_choices()
        self.fields["places"].widget.attrs["min"] = 1

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: days, place, badges and their language."""
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day is before the first."))
        if not data.get("place") and not data.get("is_online"):
            self.add_error("place", _("Write a place, or tick that it is online."))
        if data.get("badges") and data.get("language"):
            for problem in [*self._unfit(data), *self._awarded(data)]:
                self.add_error("badges", problem)
        return data

    def _unfit(self, data: dict[str, Any]) -> list[str]:
        problems = []
        for slug in data["badges"]:
            achievement = current_achievement(slug, data["language"])
            if achievement is None:
                problems.append(_("“%(badge)s” is not published in this language.") % {"badge": slug_of(slug)})
            elif achievement.skills_needed is not None:
                problems.append(_("“%(badge)s” is awarded by itself for a set.") % {"badge": achievement.name})
            elif achievement.assessors > 1:
                problems.append(_("“%(badge)s” needs two assessors who agree.") % {"badge": achievement.name})
        return problems

    def _awarded(self, data: dict[str, Any]) -> list[str]:
        """Say which badges were awarded and are taken out: what came of an event is found by its badges."""
        if not self.instance.pk:
            return []
        before = TrainingEvent.objects.get(pk=self.instance.pk)
        gone = [slug for slug in before.badges if slug not in data["badges"]]
        kept = [
            slug
            for slug in gone
            if Batch.objects.filter(digest__in=[batch_digest(before, slug, way) for way in WAYS]).exists()
        ]
        return [_("“%(badge)s” was awarded at this event and must stay.") % {"badge": slug_of(slug)} for slug in kept]


class PersonForm(forms.Form):
    """One participant, typed in."""

    name = LineField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Write the name.")}
    )
    email = AddressField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write the e-mail address."),
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org."),
        },
    )

    def __init__(self, event: TrainingEvent, *args: Any, **kwargs: Any) -> None:
        """Add to the list of this event."""
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_email(self) -> str:
        """Return the address, unless it is on the list or the list is full."""
        email: str = self.cleaned_data["email"]
        if self.event.participants.filter(email=email).exists():
            raise forms.ValidationError(_("This address is on the list already."))
        if self.event.participants.count() >= MOST_PEOPLE:
            raise forms.ValidationError(too_many())
        return email

    def save(self) -> Participant:
        """Put the person on the list. Only for a valid form."""
        data = self.cleaned_data
        return Participant.objects.create(event=self.event, name=data["name"], email=data["email"])


class PeopleAgreedForm(forms.Form):
    """The file again, as the preview has shown it."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)


class AwardForm(forms.Form):
    """The word of the person who awards."""

    agreed = forms.BooleanField(
        label=gettext_lazy(
            "I was there or have the word of whoever led the event: everybody who is ticked has met the criteria, and"
            " has agreed to get the badge by mail."
        ),
        error_messages={"required": gettext_lazy("Confirm this before you award.")},
    )


class CodesForm(forms.Form):
    """When codes work, and how many there are."""

    works_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    expires = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    count = forms.IntegerField(label=gettext_lazy("Number"), min_value=1, max_value=MOST_PEOPLE)

    def __init__(self, event: TrainingEvent, data: Any = None, auto_id: str = "id_%s") -> None:
        """Propose the days from the event on for a month, and a code a place."""
        last = max(event.ends, timezone.localdate()) + timedelta(days=CODE_DAYS)
        initial = {"works_from": event.starts, "expires": last, "count": event.places or 20}
        super().__init__(data, auto_id=auto_id, initial=initial)
        self.event = event

    def clean(self) -> dict[str, Any]:
        """Check the days."""
        data = super().clean() or {}
        first, last = data.get("works_from"), data.get("expires")
        if last and last < timezone.localdate():
            self.add_error("expires", _("The last day is over."))
        elif first and last and last < first:
            self.add_error("expires", _("The last day is before the first."))
        elif last and (last - self.event.ends).days > LONGEST_CODE_DAYS:
            self.add_error("expires", _("Codes work for a year after the event at most."))
        return data

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day. Only for a valid form."""
        return self.cleaned_data["works_from"], self.cleaned_data["expires"]
