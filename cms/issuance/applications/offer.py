"""Which badge can be applied for: what the last form has learnt, and whether it is still so.

Each application asks. To ask first would be one message more to the database, so the answer of the last time is taken
for true at first, and checked together with all else that the database is to say.
"""

from datetime import date

from cms.issuance.achievements import achievement_in, newest_version
from cms.issuance.models import Achievement
from cms.issuance.rows import Rows, Statement, find
from cms.issuance.schedule import closing_day_in, past_closing_day
from cms.projects import current

# By badge and language, for the life of the process: as many as there are badges.
_last: dict[tuple[str, str], Achievement] = {}


class OfferChangedError(Exception):
    """The badge has another version by now, or its project takes no applications any more."""


def offered(slug: str, language: str) -> tuple[Achievement | None, date | None]:
    """Return the newest version of a badge in a language, and since when its project takes no applications.

    None for a badge that nobody can apply for, and for a project that still takes some.
    """
    achievement, closed = _read(find(asking(slug, language)))
    # A set badge is awarded by itself.
    if achievement is None or achievement.skills_needed is not None:
        return None, closed
    if closed is None:
        _last[slug, language] = achievement
    return achievement, closed


def last_offered(slug: str, language: str) -> Achievement | None:
    """Return what `offered` has found the last time; it may have changed since."""
    return _last.get((slug, language))


def asking(slug: str, language: str) -> Statement:
    """Ask for the newest version of a badge in a language, and for the day on which applications were closed."""
    return newest_version(slug, language, beside=past_closing_day())


def check_still_offered(achievement: Achievement, found: Rows) -> None:
    """Compare the version with what `asking` has found.

    Raises:
        OfferChangedError: it is another one by now, or closed.
    """
    if _read(found) != (achievement, None):
        raise OfferChangedError


def _read(found: Rows) -> tuple[Achievement | None, date | None]:
    if not found:
        return None, None
    *newest, day = found[0]
    project = current()
    return achievement_in([tuple(newest)]), project.closed_since if project.key else closing_day_in([(day,)])
