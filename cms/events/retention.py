"""How long participants, codes and claims are kept; the privacy notice promises the same."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.events.awarding import WAYS, batch_digest
from cms.events.models import Claim, ClaimState, TrainingEvent
from cms.issuance.clock import may_erase
from cms.issuance.mail.links import LIFETIME
from cms.issuance.models import Application, Purpose
from cms.projects import current


def purge_events(*, everything: bool = False) -> int:
    """Delete claims that nobody has confirmed, and lists, codes and claims of events long over; return how many rows.

    An event is over so long after its last day, or after the last day of its codes. The event itself stays, with the
    number of those who were there. `everything` asks no clock, for the end of the project that is meant.
    """
    now = timezone.now()
    if not everything and not may_erase(now):
        return 0
    unconfirmed = Claim.objects.filter(state=ClaimState.UNCONFIRMED, asked_at__lt=now - LIFETIME[Purpose.CONFIRM])
    deleted = unconfirmed.delete()[0]
    over = timezone.localdate() - timedelta(days=settings.KEEP_UNFINISHED_DAYS)
    events = TrainingEvent.objects.filter(project=current().key) if everything else TrainingEvent.objects.all()
    for event in events.annotate(last_code=Max("codes__expires")):
        if everything or max(event.ends, event.last_code or event.ends) < over:
            deleted += _purge(event.pk)
    return deleted


@transaction.atomic
def _purge(pk: int) -> int:
    event = TrainingEvent.objects.select_for_update().get(pk=pk)
    # What waits for its badge is left until it has it.
    if event.claims.filter(state=ClaimState.CONFIRMED).exists():
        return 0
    event.attended_before += event.participants.filter(attended=True).count()
    event.save(update_fields=["attended_before"])
    return sum(rows.delete()[0] for rows in (event.claims.all(), event.codes.all(), event.participants.all()))


def forget_holder(sender: Any, application: Application, **_more: Any) -> None:
    """Take name and address off the lists of the event that a badge came from, when its holder has it erased."""
    if application.batch is None or not application.email:
        return
    for event in TrainingEvent.objects.all():
        digests = {batch_digest(event, slug, way) for slug in event.badges for way in WAYS}
        if application.batch.digest in digests:
            event.claims.filter(email=application.email).delete()
            event.codes.filter(participant__email=application.email).delete()
            event.participants.filter(email=application.email).update(name="", email="")
