"""The fields of the design canvas and its file format. Loads nothing of Wagtail: the export shows them too.

A canvas file is JSON in UTF-8: `format` and `version` as below, `language` (code of the page it was written on),
`saved` (time, ISO 8601), and `canvas`, with a text for each of FIELDS and the list `badges`; a badge has `name`,
`description` and the list `criteria`, whose items are texts. docs/canvas-format.md describes it for others. The script
of the page, site/assets/js/canvas/, reads and writes the same.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FORMAT = "perennial-canvas"
VERSION = 1

# The most that a file may hold: bytes, badges, criteria of a badge; then characters.
MOST_BYTES = 450_000
MOST_BADGES = 20
MOST_CRITERIA = 10
LONGEST_NAME = 150
LONGEST_TEXT = 3000
LONGEST_BADGE_NAME = 100
LONGEST_DESCRIPTION = 1000
LONGEST_CRITERION = 500

BADGES = "badges"


class Field(NamedTuple):
    """A field of the canvas: its key in the file, its name, the question it asks, and its longest text."""

    key: str
    label: Promise
    question: Promise
    longest: int = LONGEST_TEXT


# The nine fields in the order of the canvas; “badges” is a group that repeats.
FIELDS = [
    Field("name", _("Name of the badge system"), _("A working title is enough."), LONGEST_NAME),
    Field(
        "people",
        _("Who is served"),
        _("Who earns the badges, and who reads them? What do these people need, and what keeps them away today?"),
    ),
    Field("goals", _("Goals"), _("What will be different for these people, and how will you notice?")),
    Field(BADGES, _("Badges"), _("Begin with one or two. What can the holder do, and by what does one see it?")),
    Field(
        "assessment",
        pgettext_lazy("canvas", "Assessment"),
        _("How is each badge earned, and who looks at the evidence? How long does that take, and who has this time?"),
    ),
    Field(
        "pathways",
        _("Pathways"),
        _("Where does one badge lead? What can people choose, and where do they enter with what they can already do?"),
    ),
    Field(
        "quality",
        pgettext_lazy("canvas", "Quality"),
        _("How do you keep decisions fair and alike? What happens when somebody disagrees, or a badge was a mistake?"),
    ),
    Field(
        "recognition",
        _("Recognition"),
        _("Who will do something with a badge, and what? Whom do you ask for the first small step?"),
    ),
    Field(
        "sustainability",
        _("Sustainability"),
        _("Who looks after the badges when the funding has ended? Where do criteria stay, and what does it cost?"),
    ),
]
TEXTS = [field for field in FIELDS if field.key != BADGES]
