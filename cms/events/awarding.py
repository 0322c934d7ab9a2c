"""Badges for those who were at an event, by the path of every bulk award: batch, signature, ledger, mail, sets.

An event has a batch for each of its badges and each way that they go, found by a digest that is made of the event. So
what came of an event can be counted when its lists are long deleted.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.events.models import Claim, ClaimState, Participant, TrainingEvent
from cms.issuance.achievements import current_achievement
from cms.issuance.assessing.assessors import AssessorError
from cms.issuance.assessing.bulk import BulkLine, award_lines, bar_of_line, holds
from cms.issuance.credentials.errors import CredentialError
from cms.issuance.models import Achievement
from cms.issuance.steps import Actor
from cms.issuance.wording import day_in_words

Way = Literal["mail", "claim"]
WAYS: tuple[Way, ...] = ("mail", "claim")

logger = logging.getLogger(__name__)


def batch_digest(event: TrainingEvent, slug: str, way: Way) -> str:
    """Return the digest of the batch of an event's badge, in the place of that of a file."""
    return hashlib.sha256(f"event:{event.key.hex}:{slug}:{way}".encode()).hexdigest()


def achievements_of(event: TrainingEvent) -> list[Achievement]:
    """Return the badges that an event awards, as they are published in its language now."""
    found = (current_achievement(slug, event.language) for slug in event.badges)
    return [achievement for achievement in found if achievement is not None]


def days_in_words(event: TrainingEvent) -> str:
    """Return the day or days of an event, in the language that is active."""
    first = day_in_words(event.starts)
    if event.ends == event.starts:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": day_in_words(event.ends)}


def place_in_words(event: TrainingEvent) -> str:
    """Return where an event is, in the language that is active."""
    return ", ".join(filter(None, [event.place, _("online") if event.is_online else ""]))


def narrative(event: TrainingEvent) -> str:
    """Return what a badge of the event tells, in the event's language. Everybody who sees the badge can read it."""
    values = {
        "event": event.title,
        "days": days_in_words(event),
        "place": place_in_words(event),
        "organiser": event.organiser,
    }
    return _("Took part in the training event “%(event)s” (%(days)s, %(place)s), organised by %(organiser)s.") % values


def lines_for(event: TrainingEvent, slug: str, people: Iterable[tuple[int, str, str]]) -> list[BulkLine]:
    """Return a line a person for one badge of an event; people are a number of their own, a name and an address."""
    achievement = current_achievement(slug, event.language)
    if achievement is None:
        return []
    with translation.override(event.language):
        told = narrative(event)
    day = event.ends if event.ends <= timezone.localdate() else None
    return [BulkLine(number, name, email, achievement, told, day) for number, name, email in people]


@transaction.atomic
def award_attended(event: TrainingEvent, actor: Actor) -> int:
    """Award the event's badges to all who were there and do not hold them, by mail; return how many are new.

    Raises:
        AssessorError: one is not this person's to award; nothing is awarded then.
        CredentialError: a badge cannot be signed; nothing is awarded then.
    """
    people = [(row.pk, row.name, row.email) for row in attended(event)]
    return sum(_award(event, slug, "mail", people, actor) for slug in event.badges)


def attended(event: TrainingEvent) -> list[Participant]:
    """Return the participants who were there, but for those whose data are erased."""
    return list(event.participants.filter(attended=True).exclude(email=""))


def to_award(event: TrainingEvent) -> list[Participant]:
    """Return the participants who were there and still lack a badge of the event."""
    return [row for row in attended(event) if not all(holds(row.email, slug) for slug in event.badges)]


def bars_of(event: TrainingEvent, actor: Actor) -> list[tuple[Achievement, Participant]]:
    """Return whom this person may not give which badge of the event."""
    pairs = ((achievement, row) for achievement in achievements_of(event) for row in attended(event))
    return [(achievement, row) for achievement, row in pairs if bar_of_line(achievement, row.email, actor)]


def award_claims() -> int:
    """Make the badges of all claims whose address is confirmed; return how many claims are done.

    A claim whose badge cannot be signed now is tried again; one that nobody may award so is refused, and the desk says
    so.
    """
    return sum(_settle(pk) for pk in _confirmed())


def _confirmed() -> list[UUID]:
    return list(Claim.objects.filter(state=ClaimState.CONFIRMED).order_by("confirmed_at").values_list("pk", flat=True))


def _settle(pk: UUID) -> bool:
    try:
        with transaction.atomic():
            claim = Claim.objects.select_for_update(of=("self",)).select_related("event", "code").get(pk=pk)
            if claim.state != ClaimState.CONFIRMED:
                return False
            _award_claim(claim)
    except CredentialError:
        logger.exception("the badge of claim %s cannot be signed; it will be tried again", pk)
        return False
    except AssessorError as error:
        logger.warning("claim %s is refused: %s", pk, error.bar.value)
        Claim.objects.filter(pk=pk).update(state=ClaimState.REFUSED)
        return False
    return True


def _award_claim(claim: Claim) -> None:
    event, code = claim.event, claim.code
    if claim.number is None:
        last = event.claims.exclude(number=None).order_by("-number").values_list("number", flat=True).first()
        claim.number = (last or 0) + 1
    actor = Actor(code.made_by, code.made_by_id, code.made_by_email, is_lead=True)
    for slug in event.badges:
        _award(event, slug, "claim", [(claim.number, claim.name, claim.email)], actor)
    claim.state = ClaimState.AWARDED
    claim.save(update_fields=["number", "state"])


def _award(event: TrainingEvent, slug: str, way: Way, people: Sequence[tuple[int, str, str]], actor: Actor) -> int:
    lines = lines_for(event, slug, people)
    return award_lines(event.title, batch_digest(event, slug, way), lines, actor)[1] if lines else 0
