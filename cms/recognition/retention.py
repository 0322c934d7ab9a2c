"""How long invitations are kept; the privacy notice promises the same."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cms.issuance.clock import may_erase
from cms.issuance.models import Endorsement
from cms.issuance.record.endorsements import has_ended
from cms.projects import current
from cms.recognition.models import CLOSED, Invitation, State


def purge_invitations(*, everything: bool = False) -> int:
    """Delete what is over for long enough; return how many. What is signed and published stays.

    `everything` leaves nothing of the project that is meant, for its end.
    """
    if everything:
        return Invitation.objects.filter(project=current().key).delete()[0]
    if not may_erase(timezone.now()):
        return 0
    before = timezone.now() - timedelta(days=settings.KEEP_UNFINISHED_DAYS)
    over = (
        Q(state__in=CLOSED, ended_at__lt=before)
        | Q(state=State.INVITED, deadline__lt=before.date())
        | Q(state=State.ANSWERED, answered_at__lt=timezone.now() - timedelta(days=settings.KEEP_REFUSED_DAYS))
    )
    ended = [row.pk for row in Invitation.objects.filter(state=State.PUBLISHED) if _stands_no_more(row, before)]
    return Invitation.objects.filter(over | Q(pk__in=ended)).delete()[0]


def _stands_no_more(invitation: Invitation, before: datetime) -> bool:
    """Tell whether every endorsement of an invitation was withdrawn or has run out before a moment."""
    rows = Endorsement.objects.filter(credential_id__in=invitation.signed)
    return all(has_ended(row.credential, before) or (row.withdrawn_at or timezone.now()) < before for row in rows)
