"""What the overview's templates need beyond Django's own tags."""

from django import template

from cms.translation.overview_views import STATES

register = template.Library()


@register.filter
def state_label(state: str) -> str:
    """Return the word for a state, in the language of the admin."""
    return str(STATES[state])
