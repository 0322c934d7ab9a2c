"""How long things are kept: the periods of the settings, which the privacy notice promises (content/pages/privacy)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from cms.issuance.applications.applying import expire_unfinished
from cms.issuance.clock import may_erase
from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.evidence.storage import delete_orphans
from cms.issuance.models import Application, CriterionAnswer, LinkToken, MailMessage, RateCount
from cms.issuance.states import State
from cms.issuance.steps import SYSTEM, lock

REFUSED = (State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True)
class PurgeReport:
    """How many applications were closed, lost their evidence, were erased; how many files had no owner."""

    closed: int
    without_evidence: int
    erased: int
    orphans: int


def purge_expired() -> PurgeReport:
    """Close what is overdue and erase what has been kept long enough. Safe to call at any time and as often.

    Nothing is done where the clock has leapt: see `cms.issuance.clock`.
    """
    now = timezone.now()
    if not may_erase(now):
        return PurgeReport(0, 0, 0, 0)
    unfinished, evidence, refused = (
        timedelta(days=days)
        for days in (settings.KEEP_UNFINISHED_DAYS, settings.KEEP_EVIDENCE_DAYS, settings.KEEP_REFUSED_DAYS)
    )
    closed = expire_unfinished(unfinished)
    erased = sum(
        (
            _erase(_expired(now - unfinished), Choice.EVERYTHING),
            _erase(_since(now - evidence, [State.AWARDED]), Choice.APPLICATION),
            _erase(_since(now - refused, REFUSED), Choice.EVERYTHING),
        )
    )
    written = CriterionAnswer.objects.exclude(situation="").values("application")
    without_evidence = _erase(_since(now - evidence, REFUSED, Q(pk__in=written)), Choice.EVIDENCE)
    RateCount.objects.filter(expires__lt=now).delete()
    LinkToken.objects.filter(expires__lt=now - unfinished).delete()
    # The last mail to somebody who is erased, and answers to people who asked for links: gone once they are sent.
    loose = MailMessage.objects.filter(application=None)
    loose.filter(Q(sent_at__isnull=False) | Q(failed_at__isnull=False)).delete()
    return PurgeReport(closed, without_evidence, erased, delete_orphans())


def _expired(before: datetime) -> list[UUID]:
    """Return what was begun, never completed, and begun before the time."""
    return list(Application.objects.filter(state=State.EXPIRED, created__lt=before).values_list("pk", flat=True))


def _since(before: datetime, states: "list[State] | tuple[State, ...]", more: Q | None = None) -> list[UUID]:
    """Return what has been in one of the states since before the time; the log knows when it came into it."""
    rows = Application.objects.filter(more or Q(), state__in=states)
    reached = rows.annotate(since=Max("events__at", filter=~Q(events__from_state__in=states)))
    return list(reached.filter(since__lt=before).values_list("pk", flat=True))


def _erase(keys: list[UUID], choice: Choice) -> int:
    for key in keys:
        with transaction.atomic():
            erase(lock(key), choice, SYSTEM)
    return len(keys)
