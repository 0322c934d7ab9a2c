"""What can be endorsed: the badges that are published, and the issuer as a whole (its key has no slug)."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from cms.issuance.achievements import current_achievement
from cms.issuance.models import Achievement
from cms.projects import current, slug_of


def badge_slugs() -> list[str]:
    """Return the keys of all badges of the project, by name."""
    rows = Achievement.objects.filter(current().own("slug"), language=settings.LANGUAGE_CODE).order_by("version")
    names = dict(rows.values_list("slug", "name"))
    return sorted(names, key=lambda slug: names[slug])


def achievements(slugs: Iterable[str], language: str) -> list[Achievement]:
    """Return the badges as they are published now, in the language or else in the site's first."""
    found = (
        current_achievement(slug, language) or current_achievement(slug, settings.LANGUAGE_CODE)
        for slug in slugs
        if slug_of(slug)
    )
    return [achievement for achievement in found if achievement]


def name_of(slug: str, language: str) -> str:
    """Return what a badge is called; the issuer as a whole in the language that is active."""
    if not slug_of(slug):
        return _("all badges of this issuer")
    return next((achievement.name for achievement in achievements([slug], language)), slug)


def names_of(slugs: Iterable[str], language: str) -> str:
    """Return the names in one line."""
    return ", ".join(name_of(slug, language) for slug in slugs)
