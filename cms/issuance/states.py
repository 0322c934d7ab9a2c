"""The life of an application as one table: which state may follow which."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an application stands."""

    UNCONFIRMED = "unconfirmed", _("Waiting for confirmation")
    SUBMITTED = "submitted", _("To assess")
    RETURNED = "returned", _("Returned for completion")
    AWARDED = "awarded", _("Awarded")
    DECLINED = "declined", _("Not awarded")
    EXPIRED = "expired", _("Never confirmed")


TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.UNCONFIRMED: frozenset({State.SUBMITTED, State.EXPIRED}),
    State.SUBMITTED: frozenset({State.RETURNED, State.AWARDED, State.DECLINED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.AWARDED: frozenset(),
    State.DECLINED: frozenset(),
    State.EXPIRED: frozenset(),
}

# After these the same form may be sent again as a new application.
REPEATABLE = (State.DECLINED, State.EXPIRED)


class TransitionError(Exception):
    """The application is not in a state from which this step is possible."""

    def __init__(self, current: State, wanted: State) -> None:
        """Keep both states, so that a page can say what happened meanwhile."""
        super().__init__(f"An application that is {current.value} cannot become {wanted.value}.")
        self.current = current
        self.wanted = wanted


def check_transition(current: State, wanted: State) -> None:
    """Raise TransitionError unless the table allows the step."""
    if wanted not in TRANSITIONS[current]:
        raise TransitionError(current, wanted)
