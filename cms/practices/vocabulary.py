"""The words with a fixed meaning that practices are found by. Loads nothing of Wagtail: the endpoint shows them too."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SECTORS: list[tuple[str, Promise]] = [
    ("adult", _("Adult education")),
    ("vocational", _("Vocational education and training")),
    ("higher", _("Higher education")),
    ("school", _("School education")),
    ("youth", _("Youth work")),
    ("workplace", _("Training at work")),
    ("volunteering", _("Volunteering and civil society")),
]
THEMES: list[tuple[str, Promise]] = [
    ("design", _("Designing a badge system")),
    ("running", _("Running a badge system")),
    ("quality", _("Quality and evaluation")),
    ("internal-recognition", _("Recognition inside the organisation")),
    ("external-recognition", _("Recognition by others")),
    ("sharing", _("Sharing badges in places that matter")),
]

# The parts of a practice in the order of its page: what each is called, and what it tells.
PARTS: dict[str, tuple[Promise, Promise]] = {
    "context": (_("Context"), _("Where and why it began: the need, the setting, what was there before.")),
    "people": (_("Who takes part"), _("Who earns the badges, who awards them, and who stands behind them.")),
    "system": (_("The badge system"), _("Which badges there are, what they stand for, and how they belong together.")),
    "design": (_("How it was designed"), _("The steps from the first idea to the first badge, and who was asked.")),
    "quality": (_("Quality"), _("How criteria, evidence and decisions are kept fair and comparable.")),
    "results": (_("Results"), _("What has changed, and how one knows it.")),
}
LESSONS = (_("Lessons"), _("What others should know before they begin; a line for each."))


class Country(NamedTuple):
    """A country: its name, and its tile on the map by column and row from the upper left corner."""

    name: Promise
    column: int
    row: int


# Our own drawing: a tile a country, roughly where it lies. The codes are ISO 3166-1, and XK as the EU writes it.
COUNTRIES: dict[str, Country] = {
    "al": Country(pgettext_lazy("country", "Albania"), 6, 8),
    "at": Country(pgettext_lazy("country", "Austria"), 5, 5),
    "ba": Country(pgettext_lazy("country", "Bosnia and Herzegovina"), 6, 6),
    "be": Country(pgettext_lazy("country", "Belgium"), 3, 4),
    "bg": Country(pgettext_lazy("country", "Bulgaria"), 8, 7),
    "ch": Country(pgettext_lazy("country", "Switzerland"), 3, 5),
    "cy": Country(pgettext_lazy("country", "Cyprus"), 9, 9),
    "cz": Country(pgettext_lazy("country", "Czechia"), 5, 4),
    "de": Country(pgettext_lazy("country", "Germany"), 4, 4),
    "dk": Country(pgettext_lazy("country", "Denmark"), 4, 2),
    "ee": Country(pgettext_lazy("country", "Estonia"), 7, 1),
    "es": Country(pgettext_lazy("country", "Spain"), 2, 6),
    "fi": Country(pgettext_lazy("country", "Finland"), 7, 0),
    "fr": Country(pgettext_lazy("country", "France"), 2, 5),
    "gb": Country(pgettext_lazy("country", "United Kingdom"), 1, 3),
    "gr": Country(pgettext_lazy("country", "Greece"), 7, 8),
    "hr": Country(pgettext_lazy("country", "Croatia"), 5, 6),
    "hu": Country(pgettext_lazy("country", "Hungary"), 6, 5),
    "ie": Country(pgettext_lazy("country", "Ireland"), 0, 3),
    "is": Country(pgettext_lazy("country", "Iceland"), 0, 0),
    "it": Country(pgettext_lazy("country", "Italy"), 3, 6),
    "li": Country(pgettext_lazy("country", "Liechtenstein"), 4, 5),
    "lt": Country(pgettext_lazy("country", "Lithuania"), 7, 3),
    "lu": Country(pgettext_lazy("country", "Luxembourg"), 2, 4),
    "lv": Country(pgettext_lazy("country", "Latvia"), 7, 2),
    "md": Country(pgettext_lazy("country", "Moldova"), 8, 5),
    "me": Country(pgettext_lazy("country", "Montenegro"), 5, 7),
    "mk": Country(pgettext_lazy("country", "North Macedonia"), 7, 7),
    "mt": Country(pgettext_lazy("country", "Malta"), 4, 8),
    "nl": Country(pgettext_lazy("country", "Netherlands"), 3, 3),
    "no": Country(pgettext_lazy("country", "Norway"), 5, 0),
    "pl": Country(pgettext_lazy("country", "Poland"), 6, 3),
    "pt": Country(pgettext_lazy("country", "Portugal"), 1, 6),
    "ro": Country(pgettext_lazy("country", "Romania"), 8, 6),
    "rs": Country(pgettext_lazy("country", "Serbia"), 7, 6),
    "se": Country(pgettext_lazy("country", "Sweden"), 6, 0),
    "si": Country(pgettext_lazy("country", "Slovenia"), 4, 6),
    "sk": Country(pgettext_lazy("country", "Slovakia"), 6, 4),
    "tr": Country(pgettext_lazy("country", "Türkiye"), 9, 8),
    "ua": Country(pgettext_lazy("country", "Ukraine"), 8, 4),
    "xk": Country(pgettext_lazy("country", "Kosovo"), 6, 7),
}
COUNTRY_CHOICES = [(code, country.name) for code, country in COUNTRIES.items()]
