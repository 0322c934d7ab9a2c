"""The end of a project as the endpoint asks for it: are applications closed, and can anything still be signed?"""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from cms.issuance.models import Schedule
from cms.issuance.rows import Rows, Statement, find, table
from cms.projects import current

# There is one row.
ONLY = 1


def keep_closing_day(day: date | None) -> None:
    """Keep from which day on nothing new is taken; None for a project without such a day."""
    Schedule.objects.update_or_create(pk=ONLY, defaults={"applications_close": day})


def closed_since() -> date | None:
    """Return since which day the project that is meant takes nothing new; None as long as it does."""
    project = current()
    return project.closed_since if project.key else closing_day_in(find(past_closing_day()))


def past_closing_day() -> Statement:
    """Ask for the day on which applications were closed."""
    return Statement(_closed_text(), [timezone.localdate().isoformat()])


def closing_day_in(found: Rows) -> date | None:
    """Return the day that `past_closing_day` has found."""
    if not found:
        return None
    day = found[0][0]
    return date.fromisoformat(day) if isinstance(day, str) else day


def keep_key_destruction(moment: datetime | None) -> None:
    """Keep when the private key was destroyed; None where a new one signs."""
    Schedule.objects.update_or_create(pk=ONLY, defaults={"key_destroyed_at": moment})


def is_key_destroyed() -> bool:
    """Tell whether nothing can be signed any more, and so no badge revoked. The endpoint has no keys to look at."""
    return Schedule.objects.exclude(key_destroyed_at=None).exists()


@lru_cache(maxsize=1)
def _closed_text() -> str:
    return f"SELECT applications_close FROM {table(Schedule)} WHERE applications_close <= %s"  # noqa: S608 our own table
