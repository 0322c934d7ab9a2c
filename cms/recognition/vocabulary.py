"""The words with a fixed meaning for organisations and their badges. Loads nothing of Wagtail."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: list[tuple[str, Promise]] = [
    ("higher", _("Higher education institution")),
    ("provider", _("Education or training provider")),
    ("association", _("Association or foundation")),
    ("company", pgettext_lazy("kind of organisation", "Company")),
    ("public", _("Public authority")),
    ("network", _("Network of organisations")),
    ("other", _("Another kind, or not stated")),
]

# How a badge of another issuer stands to one of ours; the name of ours follows after a colon.
RELATIONS: list[tuple[str, Promise]] = [
    ("theme", pgettext_lazy("relation of badges", "theme in common")),
    ("counts", pgettext_lazy("relation of badges", "our badge counts towards it")),
    ("further", pgettext_lazy("relation of badges", "goes further than our badge")),
]
