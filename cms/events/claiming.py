"""What those who claim a badge do: send a code, confirm the address. Each step is one transaction, and none signs."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cms.events.codes import CodeError, CodeProblem, find_code
from cms.events.models import Claim, ClaimCode, ClaimState, CodeKind, EventState
from cms.issuance.applications.applying import QUIET_TIME, AlreadyUsedError, Sender
from cms.issuance.applications.repeats import sent_with
from cms.issuance.limits import HOUR, Counting, Limit, mailbox_limit, sender_limits
from cms.issuance.mail.asking import ask_to_confirm
from cms.issuance.mail.links import LinkError, LinkProblem, SignedLink
from cms.issuance.models import MailMessage
from cms.issuance.rows import find
from cms.projects import mean

# Codes that do not exist, an hour from one address of the internet: a group behind one connection makes some mistakes.
MOST_WRONG_CODES = 30
_LINK = SignedLink("/apply/claim/confirm/", salt="cms.events.confirm")


@dataclass(frozen=True)
class ClaimRequest:
    """A claim as it was sent; `event_key` is the event that a link was for, or ""."""

    code: str
    name: str
    email: str
    language: str
    event_key: str = ""
    idempotency_key: str = ""
    proof: str = ""


def claim(request: ClaimRequest, sender: Sender) -> None:
    """Keep the claim and ask for confirmation by mail.

    The answer is the same whether the mailbox has claimed before, so that nobody can find out who was at an event.

    Raises:
        CodeError: the code is worth nothing.
        TooManyError: too many forms, or too many codes that do not exist, come from the sender's address.
        AlreadyUsedError: the key or the proof came with another form before.
    """
    _count_wrong(sender, times=0)
    try:
        code = find_code(request.code, request.event_key, request.email)
    except CodeError as error:
        if error.problem is CodeProblem.UNKNOWN:
            _count_wrong(sender, times=1)
        raise
    try:
        _claim(code, request, sender)
    except IntegrityError:
        # The same form came in twice at once; the other request has kept it, so this time it is found.
        _claim(code, request, sender)


def _count_wrong(sender: Sender, times: int) -> None:
    counting = Counting([Limit("wrong codes", sender.address, MOST_WRONG_CODES, HOUR)], times)
    counting.is_within(find(counting.statement))


@transaction.atomic
def _claim(code: ClaimCode, request: ClaimRequest, sender: Sender) -> None:
    limits = sender_limits(sender.address, proved=bool(request.proof))
    counting = Counting([*limits, mailbox_limit(request.email, "claims")])
    is_within = counting.is_within(find(counting.statement))
    _check_unused(code, request)
    row, is_new = Claim.objects.get_or_create(
        event=code.event,
        email=request.email,
        defaults={
            "code": code,
            "name": request.name,
            "language": request.language,
            "idempotency_key": request.idempotency_key or None,
            "proof": request.proof or None,
        },
    )
    if is_new:
        _ask_to_confirm(row)
    elif row.state == ClaimState.UNCONFIRMED:
        row.code, row.name, row.language = code, request.name, request.language
        row.save(update_fields=["code", "name", "language"])
        if row.asked_at <= timezone.now() - QUIET_TIME:
            _ask_to_confirm(row)
    if not is_within:
        transaction.set_rollback(True)


def _check_unused(code: ClaimCode, request: ClaimRequest) -> None:
    """Refuse a key or a proof that came with a claim of somebody else, or for another event.

    Raises:
        AlreadyUsedError: it did.
    """
    before = Claim.objects.filter(sent_with(request.idempotency_key, request.proof))
    if before.exclude(event=code.event, email=request.email).exists():
        raise AlreadyUsedError


def _ask_to_confirm(row: Claim) -> None:
    """Write the mail. It says nothing that a stranger could have typed: the event's title, but no name."""
    values = {"claim": row.pk.hex, "event": row.event.title, "project": row.event.project}
    ask_to_confirm(row, "claim_confirm", values)


def confirm_link(message: MailMessage) -> dict[str, str]:
    """Return the personal link of a mail: signed, so that nothing need be kept of it."""
    return {"link": _LINK.to(str(message.values.get("claim", "")))}


def open_claim(secret: str) -> Claim:
    """Return the claim that a link is about, if it still waits for it; what follows means the project of its event.

    Raises:
        LinkError: the link opens nothing (any more).
    """
    found = Claim.objects.select_related("event", "code").filter(pk=_LINK.key(secret)).first()
    if found is None:
        raise LinkError(LinkProblem.EXPIRED)
    mean(found.event.owner)
    if found.state != ClaimState.UNCONFIRMED:
        raise LinkError(LinkProblem.USED)
    return found


@transaction.atomic
def confirm(secret: str) -> Claim:
    """Use the code up, and let the worker make the badge: the address is confirmed.

    A code that came in time stays good for as long as the link does, even when its last day is over meanwhile.

    Raises:
        LinkError: the link opens nothing (any more).
        CodeError: somebody else has used the code meanwhile, or it was taken back.
    """
    found = open_claim(secret)
    if found.event.state == EventState.CANCELLED:
        raise CodeError(CodeProblem.WITHDRAWN)
    free = ClaimCode.objects.filter(pk=found.code_id, used__lt=F("most"), withdrawn_at=None)
    if not free.update(used=F("used") + 1):
        gone = CodeProblem.FULL if found.code.kind == CodeKind.POSTER else CodeProblem.USED
        raise CodeError(CodeProblem.WITHDRAWN if found.code.withdrawn_at else gone)
    waiting = Claim.objects.filter(pk=found.pk, state=ClaimState.UNCONFIRMED)
    if not waiting.update(state=ClaimState.CONFIRMED, confirmed_at=timezone.now()):
        transaction.set_rollback(True)
        raise LinkError(LinkProblem.USED)
    return found
