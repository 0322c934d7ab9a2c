"""What the overview's templates need beyond Django's own tags."""

from collections.abc import Mapping

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cms.translation.overview_views import STATES
from cms.translation.status import PageStatus

register = template.Library()
# States in which it matters how far the page is.
WITH_PERCENT = ("in progress", "outdated")


@register.filter
def state_label(status: PageStatus) -> str:
    """Return the word for a page's state, in the language of the admin."""
    label = str(STATES[status.state])
    return f"{label} {status.percent} %" if status.state in WITH_PERCENT else label


@register.filter
def facts(status: PageStatus) -> str:
    """Return what the grid has no room for: words left, last change and by whom."""
    words = []
    if status.words_left:
        words.append(_("words left: %(number)d") % {"number": status.words_left})
    if status.changed_at:
        changed = date_format(localtime(status.changed_at), "SHORT_DATETIME_FORMAT")
        words.append(_("last change: %(when)s") % {"when": f"{changed} {status.changed_by}".strip()})
    return " · ".join(words)


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """Return the own name of a language."""
    return names[code]
