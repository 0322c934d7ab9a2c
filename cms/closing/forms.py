"""What the screen asks: the days of the project."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput


class DatesForm(forms.Form):
    """The days of the project; an empty field means that there is no such day."""

    applications_close = forms.DateField(
        label=_("Applications close"),
        help_text=_("From this day on no new application is taken."),
        required=False,
        widget=AdminDateInput,
    )
    decisions_by = forms.DateField(
        label=_("Open applications are decided by"),
        help_text=_("What is not decided on this day is closed, and whoever waits is told."),
        required=False,
        widget=AdminDateInput,
    )
    funding_ends = forms.DateField(label=_("Funding ends"), required=False, widget=AdminDateInput)
    available_until = forms.DateField(
        label=_("Site available until"),
        help_text=_("Holders are told this day in their last mail."),
        required=False,
        widget=AdminDateInput,
    )
