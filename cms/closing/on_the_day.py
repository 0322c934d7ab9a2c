"""The day on which applications close comes by itself: then the site must say so too."""

from django.utils import timezone

from cms.learning.dates import dates_of
from cms.learning.models import ProjectSettings
from cms.publishing.models import Export
from cms.publishing.queue import ask_later, last_done


def export_on_the_day() -> Export | None:
    """Ask for an export where the day has come since the last one; return it, or None."""
    row = ProjectSettings.objects.filter(key="").first()
    day = dates_of(row.facts).applications_close if row else None
    done = last_done()
    if day is None or day > timezone.localdate() or done is None or done.started_at is None:
        return None
    return ask_later(0) if timezone.localdate(done.started_at) < day else None
