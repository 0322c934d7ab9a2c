"""The life of an application as one table: who does what, in which state, and which states may follow.

The states are those of a badge application with review and return: sent, confirmed, assigned, returned, assessed by
one or two people, awarded or not. Nothing but `STEPS` says what is possible; pages and rules ask it.
"""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an application stands."""

    UNCONFIRMED = "unconfirmed", _("Waiting for confirmation")
    SUBMITTED = "submitted", _("To assess")
    IN_REVIEW = "in_review", _("With an assessor")
    SECOND = "second", _("Waits for another assessor")
    DISPUTED = "disputed", _("Assessors disagree")
    RETURNED = "returned", _("Returned for completion")
    AWARDED = "awarded", _("Awarded")
    DECLINED = "declined", _("Not awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")
    EXPIRED = "expired", _("Not completed in time")
    ERASED = "erased", _("Erased")


class Action(TextChoices):
    """What can be done to an application; also the words of its log."""

    CONFIRM = "confirm", _("Address confirmed")
    EXPIRE = "expire", _("Not completed in time")
    RESUBMIT = "resubmit", _("Sent again")
    WITHDRAW = "withdraw", _("Withdrawn by the applicant")
    ERASE = "erase", _("Personal data erased")
    ASSIGN = "assign", _("Assigned")
    RELEASE = "release", _("Given back")
    CONFLICT = "conflict", _("Conflict of interest declared")
    LIFT = "lift", _("Conflict of interest lifted")
    NOTE = "note", _("Note written")
    SAVE = "save", _("Marks saved")
    ASK = "ask", _("Another assessor asked")
    RETURN = "return", _("Returned for completion")
    AWARD = "award", _("Award decided")
    DECLINE = "decline", _("Refusal decided")
    REVOKE = "revoke", _("Badge revoked")


# With the assessors: these wait for somebody at the desk.
WAITING = (State.SUBMITTED, State.IN_REVIEW, State.SECOND, State.DISPUTED)
# What nobody has confirmed is nobody's business yet, and what is erased is nobody's any more.
UNSEEN = (State.UNCONFIRMED, State.ERASED)
# After these the same form may be sent again as a new application.
REPEATABLE = (State.DECLINED, State.EXPIRED, State.WITHDRAWN, State.ERASED)

Table = Mapping[State, frozenset[State]]


def _stay(states: Iterable[State]) -> Table:
    return {state: frozenset({state}) for state in states}


def _all_to(states: Iterable[State], wanted: State) -> Table:
    return {state: frozenset({wanted}) for state in states}


_SEEN = tuple(state for state in State if state not in UNSEEN)
_ASSESSED = (State.IN_REVIEW, State.SECOND, State.DISPUTED)

# Action -> state in which it is possible -> states in which it may end.
STEPS: Mapping[Action, Table] = {
    Action.CONFIRM: _all_to([State.UNCONFIRMED], State.SUBMITTED),
    # With the assessors it waits as long as it must; only the end of the project closes it there.
    Action.EXPIRE: _all_to([State.UNCONFIRMED, *WAITING, State.RETURNED], State.EXPIRED),
    # It goes back to the person who returned it, where there is one.
    Action.RESUBMIT: {State.RETURNED: frozenset({State.SUBMITTED, State.IN_REVIEW})},
    Action.WITHDRAW: _all_to([State.UNCONFIRMED, *WAITING, State.RETURNED], State.WITHDRAWN),
    Action.ERASE: _all_to([state for state in State if state != State.ERASED], State.ERASED),
    Action.ASSIGN: {**_stay(_ASSESSED), State.SUBMITTED: frozenset({State.IN_REVIEW})},
    Action.RELEASE: {**_stay(_ASSESSED[1:]), State.IN_REVIEW: frozenset({State.SUBMITTED})},
    Action.CONFLICT: {
        **_stay([*WAITING, State.RETURNED]),
        State.IN_REVIEW: frozenset({State.IN_REVIEW, State.SUBMITTED}),
    },
    Action.LIFT: _stay(_SEEN),
    Action.NOTE: _stay(_SEEN),
    Action.SAVE: _stay(_ASSESSED),
    Action.ASK: _all_to([State.IN_REVIEW, State.SECOND], State.SECOND),
    Action.RETURN: _all_to(_ASSESSED, State.RETURNED),
    # A badge may want two people who agree; when they do not, a third decides.
    Action.AWARD: {
        State.IN_REVIEW: frozenset({State.AWARDED, State.SECOND}),
        State.SECOND: frozenset({State.AWARDED, State.SECOND, State.DISPUTED}),
        State.DISPUTED: frozenset({State.AWARDED}),
    },
    Action.DECLINE: {
        State.IN_REVIEW: frozenset({State.DECLINED, State.SECOND}),
        State.SECOND: frozenset({State.DECLINED, State.SECOND, State.DISPUTED}),
        State.DISPUTED: frozenset({State.DECLINED}),
    },
    Action.REVOKE: _stay([State.AWARDED, State.ERASED]),
}

# State -> states that may follow, whatever the action.
TRANSITIONS: Table = {
    state: frozenset(after for table in STEPS.values() for after in table.get(state, ()) if after != state)
    for state in State
}

# The applicant may take these back; everything else is closed.
OPEN = tuple(state for state in State if State.WITHDRAWN in TRANSITIONS[state])


class TransitionError(Exception):
    """The application is not in a state from which this step is possible."""

    def __init__(self, current: State, wanted: State | Action) -> None:
        """Keep the state and what was wanted, so that a page can say what happened meanwhile."""
        super().__init__(f"Not possible for an application that is {current.value}: {wanted.value}.")
        self.current = current
        self.wanted = wanted


def check_transition(current: State, wanted: State) -> None:
    """Raise TransitionError unless the table allows the step."""
    if wanted not in TRANSITIONS[current]:
        raise TransitionError(current, wanted)


def check_action(current: State, action: Action) -> None:
    """Raise TransitionError unless the action is possible in this state."""
    if current not in STEPS[action]:
        raise TransitionError(current, action)
