"""Can the clock be believed? What is erased because its time seems to have come, nobody brings back.

A machine without power for its clock may start years ahead until it is told the time. So erasing looks at how far the
clock has gone since it was last looked at, and waits a day where that was a leap.
"""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from cms.issuance.models import Event, Schedule
from cms.issuance.schedule import ONLY

# The worker looks every hour; longer than this it is off on holidays at most.
LEAP = timedelta(days=3)
DOUBT = timedelta(days=1)
# Clocks of several machines differ a little.
TOLERANCE = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def may_erase(now: datetime) -> bool:
    """Look at the clock, and tell whether to believe it; where not, the log says why and until when."""
    row, _new = Schedule.objects.get_or_create(pk=ONLY)
    before = row.looked_at
    if before and not before - TOLERANCE <= now <= before + LEAP:
        row.doubted_until = now + DOUBT
        logger.warning(
            "the clock went from %s to %s since it was last looked at. Nothing is erased before %s. "
            "Where it is wrong, set it: timedatectl",
            *(f"{moment:%Y-%m-%d %H:%M}" for moment in (before, now, row.doubted_until)),
        )
    row.looked_at = now
    row.save(update_fields=["looked_at", "doubted_until"])
    return row.doubted_until is None or now >= row.doubted_until


def ahead_of_clock() -> datetime | None:
    """Return when the last thing was done with an application, where that is still to come by the clock; else None."""
    newest = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    return newest if newest and newest > timezone.now() + TOLERANCE else None
