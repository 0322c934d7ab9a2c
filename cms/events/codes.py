"""Claim codes: made so that nobody guesses one, kept as a keyed hash, forgiving of how people copy them.

Twelve characters of Crockford's base 32 (https://www.crockford.com/base32.html) are sixty bits: with the limits for
wrong ones nobody finds one in the life of a project.
"""

import secrets
from datetime import date
from enum import Enum

from django.utils import timezone

from cms.events.models import ClaimCode, CodeKind, EventState, Participant, TrainingEvent
from cms.issuance.assessing.assessors import is_own_address
from cms.issuance.keyed import keyed_hash
from cms.issuance.steps import Actor
from cms.projects import current

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
# What people write for what they see.
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"} | dict.fromkeys(" -–—_.", ""))


class CodeProblem(Enum):
    """Why a code is worth nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    FULL = "full"
    NOT_YET = "not yet"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OTHER_EVENT = "other event"
    OWN = "own"


class CodeError(Exception):
    """A code is worth nothing (any more); `day` is when it begins or ended, where that is why."""

    def __init__(self, problem: CodeProblem, day: date | None = None) -> None:
        """Keep the reason, so that a page can say it."""
        super().__init__(problem.value)
        self.problem = problem
        self.day = day


def normal(text: str) -> str:
    """Return a code as it was made: capitals without spaces and dashes, misread letters put right."""
    return text.upper().translate(_MISREAD)


def grouped(code: str) -> str:
    """Return a code as people read it: ABCD-EFGH-JKMN."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def make_codes(
    event: TrainingEvent,
    kind: CodeKind,
    count: int,
    days: tuple[date, date],
    actor: Actor,
    participant: Participant | None = None,
) -> list[str]:
    """Make codes that work once, on `days` from the first to the last; return them. Nobody can read them again."""
    codes = ["".join(secrets.choice(ALPHABET) for _place in range(LENGTH)) for _number in range(count)]
    ClaimCode.objects.bulk_create(_row(event, kind, code, days, actor, participant=participant) for code in codes)
    return codes


def make_poster_code(event: TrainingEvent, most: int, days: tuple[date, date], actor: Actor) -> ClaimCode:
    """Make the code of the event's poster, good for `most` people; the one before stops working."""
    event.codes.filter(kind=CodeKind.POSTER, withdrawn_at=None).update(withdrawn_at=timezone.now())
    nonce = secrets.token_hex(16)
    row = _row(event, CodeKind.POSTER, _of_nonce(nonce), days, actor, most=most, nonce=nonce)
    row.save(force_insert=True)
    return row


def poster_code(event: TrainingEvent) -> tuple[ClaimCode, str] | None:
    """Return the code of the event's poster, as a row and as it is printed; None where there is none."""
    row = event.codes.filter(kind=CodeKind.POSTER, withdrawn_at=None).first()
    return (row, _of_nonce(row.nonce)) if row else None


def find_code(text: str, event_key: str, email: str) -> ClaimCode:
    """Return the code that was typed, if it is worth a badge now; `event_key` is the event that a link was for, or "".

    A code of another project than the one that is meant is as good as none.

    Raises:
        CodeError: it is worth nothing.
    """
    row = (
        ClaimCode.objects.select_related("event")
        .filter(digest=_digest(normal(text)), event__project=current().key)
        .first()
    )
    if row is None:
        raise CodeError(CodeProblem.UNKNOWN)
    if event_key and event_key != row.event.short_key:
        raise CodeError(CodeProblem.OTHER_EVENT)
    check_code(row, timezone.localdate())
    if is_own_address(email, Actor(row.made_by, row.made_by_id, row.made_by_email)):
        raise CodeError(CodeProblem.OWN)
    return row


def check_code(row: ClaimCode, day: date) -> None:
    """Check that a code is worth a badge on a day.

    Raises:
        CodeError: it is not.
    """
    if row.withdrawn_at is not None or row.event.state == EventState.CANCELLED:
        raise CodeError(CodeProblem.WITHDRAWN)
    if row.used >= row.most:
        raise CodeError(CodeProblem.FULL if row.kind == CodeKind.POSTER else CodeProblem.USED)
    if day < row.works_from:
        raise CodeError(CodeProblem.NOT_YET, row.works_from)
    if day > row.expires:
        raise CodeError(CodeProblem.EXPIRED, row.expires)


def _row(
    event: TrainingEvent,
    kind: CodeKind,
    code: str,
    days: tuple[date, date],
    actor: Actor,
    **more: object,
) -> ClaimCode:
    return ClaimCode(
        event=event,
        kind=kind,
        digest=_digest(code),
        works_from=days[0],
        expires=days[1],
        made_by=actor.name,
        made_by_id=actor.id,
        made_by_email=actor.email,
        **more,
    )


def _of_nonce(nonce: str) -> str:
    number = int(keyed_hash("cms.events.poster", nonce), 16)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))


def _digest(code: str) -> str:
    return keyed_hash("cms.events.code", code)
