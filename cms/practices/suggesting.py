"""What those who suggest a practice do: send it, confirm it. Each step is one transaction."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from cms.issuance.applications.applying import QUIET_TIME, AlreadyUsedError, Sender
from cms.issuance.applications.repeats import sent_with
from cms.issuance.limits import Counting, mailbox_limit, sender_limits
from cms.issuance.mail.asking import ask_to_confirm
from cms.issuance.mail.links import LinkError, LinkProblem, SignedLink
from cms.issuance.models import MailMessage
from cms.issuance.rows import find
from cms.practices.models import State, Suggestion

_LINK = SignedLink("/apply/practices/confirm/", salt="cms.practices.confirm")


def suggest(suggestion: Suggestion, sender: Sender) -> None:
    """Keep the suggestion and ask for confirmation by mail.

    The same form again is the same suggestion. Whatever becomes of it, the answer to the sender is the same, so that
    nobody can find out whose address is known.

    Raises:
        TooManyError: too many forms come from the sender's address.
        AlreadyUsedError: the key or the proof came with another form before.
    """
    try:
        _suggest(suggestion, sender)
    except IntegrityError:
        # The same form came in twice at once; the other request has kept it, so this time it is found.
        _suggest(suggestion, sender)


@transaction.atomic
def _suggest(suggestion: Suggestion, sender: Sender) -> None:
    limits = sender_limits(sender.address, proved=bool(suggestion.proof))
    counting = Counting([*limits, mailbox_limit(suggestion.email, "practices")])
    is_within = counting.is_within(find(counting.statement))
    known = _known(suggestion)
    if known is None:
        suggestion.save(force_insert=True)
        _ask_to_confirm(suggestion)
    elif known.state == State.UNCONFIRMED and known.asked_at <= timezone.now() - QUIET_TIME:
        _ask_to_confirm(known)
    if not is_within:
        transaction.set_rollback(True)


def _known(suggestion: Suggestion) -> Suggestion | None:
    """Return the suggestion that the same form has made before.

    Raises:
        AlreadyUsedError: another form has used the key or the proof.
    """
    open_ones = Q(digest=suggestion.digest, state__in=(State.UNCONFIRMED, State.WAITING))
    before = sent_with(suggestion.idempotency_key or "", suggestion.proof or "")
    found = list(Suggestion.objects.filter(open_ones | before))
    same = [row for row in found if row.digest == suggestion.digest]
    if found and not same:
        raise AlreadyUsedError
    return same[0] if same else None


def _ask_to_confirm(suggestion: Suggestion) -> None:
    """Write the mail. It says nothing that a stranger could have typed: neither name nor title."""
    ask_to_confirm(suggestion, "practice_confirm", {"suggestion": suggestion.pk.hex})


def confirm_link(message: MailMessage) -> dict[str, str]:
    """Return the personal link of a mail: signed, so that nothing need be kept of it."""
    return {"link": _LINK.to(str(message.values.get("suggestion", "")))}


def open_suggestion(secret: str) -> Suggestion:
    """Return the suggestion that a link is about, if it still waits for it.

    Raises:
        LinkError: the link opens nothing (any more).
    """
    found = Suggestion.objects.filter(pk=_LINK.key(secret)).first()
    if found is None:
        raise LinkError(LinkProblem.EXPIRED)
    if found.state != State.UNCONFIRMED:
        raise LinkError(LinkProblem.USED)
    return found


@transaction.atomic
def confirm(secret: str) -> Suggestion:
    """Put a suggestion into the editors' queue because its mail address is confirmed.

    Raises:
        LinkError: the link opens nothing (any more).
    """
    suggestion = open_suggestion(secret)
    moved = Suggestion.objects.filter(pk=suggestion.pk, state=State.UNCONFIRMED)
    if not moved.update(state=State.WAITING, confirmed_at=timezone.now()):
        raise LinkError(LinkProblem.USED)
    return suggestion
