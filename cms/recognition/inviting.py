"""What happens to an invitation, by links and at the desk: each step is one transaction, and mails what it has done."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.issuance.awards.endorsements import issue_endorsement, withdraw_endorsement
from cms.issuance.awards.make import month_end
from cms.issuance.credentials.errors import CredentialError
from cms.projects import mean, slug_of, use
from cms.recognition.links import InvitationError, Problem, read_answer_link, read_withdraw_link
from cms.recognition.mails import tell, tell_editor
from cms.recognition.models import Invitation, State

# After that an organisation writes to us: who has the mail by then need not be the one who got it.
WITHDRAW_DAYS = 365


class DecisionError(Exception):
    """The step is not possible; the message says why."""


@transaction.atomic
def invite(invitation: Invitation) -> None:
    """Keep an invitation, and mail it."""
    invitation.save(force_insert=True)
    tell(invitation, "endorse_invite")


def open_invitation(secret: str, *, lock: bool = False) -> Invitation:
    """Return the invitation that a link is about; one that was answered too, so that its page can say so.

    Raises:
        InvitationError: the link opens nothing (any more).
    """
    key, number = read_answer_link(secret)
    invitation = _found(key, lock=lock)
    if invitation.state == State.TAKEN_BACK:
        raise InvitationError(Problem.TAKEN_BACK, invitation)
    if invitation.state in (State.DECLINED, State.REFUSED, State.PUBLISHED, State.ENDED):
        raise InvitationError(Problem.CLOSED, invitation)
    if str(invitation.number) != number:
        raise InvitationError(Problem.REPLACED, invitation)
    if invitation.is_late:
        raise InvitationError(Problem.LATE, invitation)
    return invitation


@transaction.atomic
def answer(secret: str, said: dict[str, Any]) -> Invitation:
    """Keep what an organisation says (name, role, text, chosen) for an editor to read.

    Raises:
        InvitationError: the link opens nothing (any more).
    """
    invitation = open_invitation(secret, lock=True)
    if invitation.state != State.INVITED:
        raise InvitationError(Problem.ANSWERED, invitation)
    _move(invitation, State.ANSWERED, answered_at=timezone.now(), message="", **said)
    tell_editor(invitation)
    return invitation


@transaction.atomic
def decline(secret: str) -> Invitation:
    """Note that an organisation does not want to.

    Raises:
        InvitationError: the link opens nothing (any more).
    """
    invitation = open_invitation(secret, lock=True)
    if invitation.state != State.INVITED:
        raise InvitationError(Problem.ANSWERED, invitation)
    _move(invitation, State.DECLINED, ended_at=timezone.now())
    tell_editor(invitation)
    return invitation


def open_withdrawal(secret: str, *, lock: bool = False) -> Invitation:
    """Return the invitation whose endorsement can be taken back by a link.

    Raises:
        InvitationError: the link opens nothing (any more).
    """
    invitation = _found(read_withdraw_link(secret), lock=lock)
    if invitation.state != State.PUBLISHED:
        raise InvitationError(Problem.ENDED, invitation)
    if invitation.decided_at and invitation.decided_at < timezone.now() - timedelta(days=WITHDRAW_DAYS):
        raise InvitationError(Problem.LATE, invitation)
    return invitation


@transaction.atomic
def withdraw_by_link(secret: str) -> Invitation:
    """Take an endorsement back in the name of who has the link.

    Raises:
        InvitationError: the link opens nothing (any more).
    """
    invitation = open_withdrawal(secret, lock=True)
    _withdraw(invitation)
    tell_editor(invitation)
    return invitation


@transaction.atomic
def publish(pk: UUID, who: str) -> Invitation:
    """Sign what an organisation says with the key that we keep for it; the next export shows it. All of it or nothing.

    Raises:
        DecisionError: it does not wait any more, or cannot be signed.
    """
    invitation = _waiting(pk)
    until = month_end(timezone.now().replace(microsecond=0), invitation.months) if invitation.months else None
    said = (invitation.name, invitation.website, invitation.text, invitation.language)
    try:
        with use(invitation.owner):
            rows = [
                issue_endorsement(*said, slug_of(badge), role=invitation.role, valid_until=until)
                for badge in invitation.chosen
            ]
    except CredentialError as error:
        raise DecisionError(str(error)) from error
    _decide(invitation, State.PUBLISHED, who, signed=[row.credential_id for row in rows])
    tell(invitation, "endorse_published")
    return invitation


@transaction.atomic
def ask_again(pk: UUID, who: str, message: str) -> None:
    """Send a text back with what should be different; the new link opens the form with all that was written.

    Raises:
        DecisionError: it does not wait any more, or the deadline is over.
    """
    invitation = _waiting(pk)
    if invitation.closes < timezone.now():
        raise DecisionError(_("The deadline is over, so the organisation could not answer: set a later one first."))
    _decide(invitation, State.INVITED, who, message=message, number=invitation.number + 1)
    tell(invitation, "endorse_returned")


@transaction.atomic
def refuse(pk: UUID, who: str, message: str) -> None:
    """Do not publish a text, and say why.

    Raises:
        DecisionError: it does not wait any more.
    """
    invitation = _waiting(pk)
    _decide(invitation, State.REFUSED, who, message=message, ended_at=timezone.now())
    tell(invitation, "endorse_refused")


@transaction.atomic
def send_again(pk: UUID, deadline: Any) -> None:
    """Mail an invitation once more with a new deadline; the link of the mail before is closed.

    Raises:
        DecisionError: there is nothing to answer any more.
    """
    invitation = _locked(pk)
    if invitation.state not in (State.INVITED, State.ANSWERED):
        raise DecisionError(_gone(invitation))
    more = {"number": invitation.number + 1} if invitation.state == State.INVITED else {}
    _move(invitation, State(invitation.state), deadline=deadline, **more)
    if more:
        tell(invitation, "endorse_invite")


@transaction.atomic
def take_back(pk: UUID) -> None:
    """Take back an invitation that nobody has answered.

    Raises:
        DecisionError: it is answered, or over.
    """
    invitation = _locked(pk)
    if invitation.state != State.INVITED:
        raise DecisionError(_gone(invitation))
    _move(invitation, State.TAKEN_BACK, ended_at=timezone.now())


@transaction.atomic
def withdraw(pk: UUID) -> None:
    """Take a published endorsement back at the wish of the organisation, and confirm it by mail.

    Raises:
        DecisionError: it is not published.
    """
    invitation = _locked(pk)
    if invitation.state != State.PUBLISHED:
        raise DecisionError(_gone(invitation))
    _withdraw(invitation)


def _withdraw(invitation: Invitation) -> None:
    for credential_id in invitation.signed:
        withdraw_endorsement(credential_id)
    _move(invitation, State.ENDED, ended_at=timezone.now())
    tell(invitation, "endorse_ended")


def _found(key: str, *, lock: bool) -> Invitation:
    """Return the invitation that a link names; what follows means its project."""
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects
    try:
        found = rows.filter(pk=UUID(key)).first()
    except ValueError as error:
        raise InvitationError(Problem.UNKNOWN) from error
    if found is None:
        raise InvitationError(Problem.LATE)
    mean(found.owner)
    return found


def _locked(pk: UUID) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=pk)


def _waiting(pk: UUID) -> Invitation:
    invitation = _locked(pk)
    if invitation.state != State.ANSWERED:
        raise DecisionError(_gone(invitation))
    return invitation


def _gone(invitation: Invitation) -> str:
    return _("This cannot be done any more. The invitation stands at: %(state)s.") % {
        "state": invitation.get_state_display()
    }


def _decide(invitation: Invitation, state: State, who: str, **more: Any) -> None:
    _move(invitation, state, decided_at=timezone.now(), decided_by=who, **more)


def _move(invitation: Invitation, state: State, **values: Any) -> None:
    for name, value in {"state": state, **values}.items():
        setattr(invitation, name, value)
    names: Iterable[str] = ("state", *values)
    invitation.save(update_fields=list(names))
