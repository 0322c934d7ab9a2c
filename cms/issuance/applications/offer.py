"""Which badge can be applied for, found in one statement, since each application asks."""

from datetime import date

from cms.issuance.achievements import achievement_in, newest_version
from cms.issuance.models import Achievement
from cms.issuance.rows import Statement, find
from cms.issuance.schedule import closing_day_in, past_closing_day
from cms.projects import current


def offered(slug: str, language: str) -> tuple[Achievement | None, date | None]:
    """Return the newest version of a badge in a language, and since when its project takes no applications.

    None for a badge that there is not, and for a project that still takes some.
    """
    version, closed = newest_version(slug, language), past_closing_day()
    text = version.text.replace(" FROM ", f", ({closed.text}) FROM ", 1)
    found = find(Statement(text, [*closed.values, *version.values]))
    if not found:
        return None, None
    *newest, day = found[0]
    project = current()
    return achievement_in([tuple(newest)]), project.closed_since if project.key else closing_day_in([(day,)])
