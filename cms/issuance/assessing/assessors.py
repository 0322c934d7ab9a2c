"""Who may assess an application: nobody their own, nobody with a conflict, nobody twice, one person at a time."""

from enum import Enum

from cms.issuance.models import Application, Opinion
from cms.issuance.states import State
from cms.issuance.steps import Actor


class Bar(Enum):
    """Why somebody may not take a step."""

    OWN = "own"
    CONFLICT = "conflict"
    GIVEN = "given"
    LEAD = "lead"
    TAKEN = "taken"
    CHANGED = "changed"
    AGREEMENT = "agreement"
    SET = "set"


class AssessorError(Exception):
    """This person may not take this step; `person` is who has the application, where that is the reason."""

    def __init__(self, bar: Bar, person: str = "") -> None:
        """Keep the reason, so that a page can say it."""
        super().__init__(f"{bar.value} {person}".strip())
        self.bar = bar
        self.person = person


def is_own(application: Application, actor: Actor) -> bool:
    """Tell whether the applicant is the person at the desk."""
    return is_own_address(application.email, actor)


def is_own_address(email: str, actor: Actor) -> bool:
    """Tell whether the address is the person's: the same mailbox, whatever tag it carries."""
    return bool(actor.email) and _mailbox(actor.email) == _mailbox(email)


def has_conflict(application: Application, actor: Actor) -> bool:
    """Tell whether a conflict of interest is declared for the person."""
    return application.conflicts.filter(person_id=actor.number).exists()


def bar_of(application: Application, actor: Actor) -> Bar | None:
    """Return why this person may never assess this application as it stands, or None."""
    if is_own(application, actor):
        return Bar.OWN
    if has_conflict(application, actor):
        return Bar.CONFLICT
    given = application.assessments.filter(round=application.round, assessor_id=actor.number).exclude(opinion="")
    if given.exists():
        return Bar.GIVEN
    if application.state == State.DISPUTED and not actor.is_lead:
        return Bar.LEAD
    return None


def check_bar(application: Application, actor: Actor) -> None:
    """Raise AssessorError if this person may not assess the application."""
    if bar := bar_of(application, actor):
        raise AssessorError(bar)


def next_state(application: Application, opinion: Opinion) -> State:
    """Return where this opinion, just written down, leads together with those that others gave in this round.

    Final is what as many people agree on as the badge asks for, and what a third says when two have disagreed.
    """
    final = {Opinion.AWARD: State.AWARDED, Opinion.DECLINE: State.DECLINED}
    if application.state == State.DISPUTED:
        return final[opinion]
    rows = application.assessments.filter(round=application.round, opinion__in=list(final))
    given = list(rows.values_list("opinion", flat=True))
    if len(set(given)) > 1:
        return State.DISPUTED
    if given.count(opinion) >= application.achievement.assessors:
        return final[opinion]
    return State.SECOND


def _mailbox(email: str) -> str:
    """Return the address as mail servers commonly deliver it: without case, and without a tag after "+"."""
    name, _, host = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"
