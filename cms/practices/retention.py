"""How long suggestions are kept; the privacy notice promises the same."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cms.issuance.clock import may_erase
from cms.issuance.mail.links import LIFETIME
from cms.issuance.models import Purpose
from cms.practices.models import State, Suggestion


def purge_suggestions(*, everything: bool = False) -> int:
    """Delete what nobody has confirmed, what was decided long enough ago, and what waits too long; return how many.

    `everything` leaves nothing, for the end of a project.
    """
    now = timezone.now()
    if not everything and not may_erase(now):
        return 0
    old = (
        Q(state=State.UNCONFIRMED, asked_at__lt=now - LIFETIME[Purpose.CONFIRM])
        | Q(decided_at__lt=now - timedelta(days=settings.KEEP_UNFINISHED_DAYS))
        | Q(state=State.WAITING, confirmed_at__lt=now - timedelta(days=settings.KEEP_REFUSED_DAYS))
    )
    rows = Suggestion.objects.all() if everything else Suggestion.objects.filter(old)
    return rows.delete()[0]
