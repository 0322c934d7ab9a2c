"""Files of an award that cannot be made: tried again after pauses that grow, then left to the operator."""

import logging

from django.db.models import QuerySet
from django.utils import timezone

from cms.issuance.credentials.errors import CredentialError
from cms.issuance.models import Award, FileFault
from cms.issuance.tries import GIVE_UP, pause

logger = logging.getLogger(__name__)


def is_due(award: Award) -> bool:
    """Tell whether its missing files may be tried now: not before the next time, and never once they are given up."""
    fault = FileFault.objects.filter(award=award).first()
    return fault is None or (fault.failed_at is None and fault.next_try <= timezone.now())


def note_fault(award: Award, error: CredentialError) -> None:
    """Write down that a try has failed, and when the next one is due, if there is to be one."""
    now = timezone.now()
    fault, _new = FileFault.objects.get_or_create(award=award)
    fault.attempts += 1
    fault.error = str(error)[:1000]
    fault.next_try = now + pause(fault.attempts)
    if fault.begun < now - GIVE_UP:
        fault.failed_at = now
    fault.save()
    logger.error("files of award %s not made, %s tries: %s", award.pk, fault.attempts, error)


def forget_fault(award: Award) -> None:
    """Have the files of an award tried anew from now on, if they are missing."""
    FileFault.objects.filter(award=award).delete()


def given_up() -> QuerySet[FileFault]:
    """Return what the operator has to mend: faults of badges in force that are not tried any more."""
    return FileFault.objects.filter(failed_at__isnull=False, award__revoked_at=None).order_by("-failed_at")


def try_given_up_again() -> None:
    """Forget all faults that were given up."""
    given_up().delete()
