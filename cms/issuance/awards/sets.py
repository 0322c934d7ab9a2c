"""Set badges: awarded by themselves to who holds enough badges for skills, and withdrawn with what they stand on.

How many a set badge needs stands with the badge (`Achievement.skills_needed`, from `skills_needed` in badge.yaml). What
counts are different skills whose badges are in force: neither revoked nor expired. Badges whose holder's data are
erased count as well, as far as the holder has others (`cms.issuance.awards.holders`).
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext

from cms.issuance.achievements import current_achievement
from cms.issuance.awards.direct import open_file, set_digest
from cms.issuance.awards.holders import UnnamedBadge, fits, unnamed_badges
from cms.issuance.awards.make import make_award
from cms.issuance.credentials.errors import CredentialError
from cms.issuance.mail import queue_mail
from cms.issuance.models import Achievement, Award, Origin
from cms.issuance.states import State
from cms.issuance.steps import SYSTEM, log, mark_revoked
from cms.projects import Project, owner_of

logger = logging.getLogger(__name__)


def award_sets_after_commit(email: str) -> None:
    """Look at the holder's sets once the award that is being made is certain.

    After the commit, so that of two assessors who award at once the later one sees both badges. What fails here, or is
    cut off, is made up for by `award_all_sets`.
    """
    transaction.on_commit(lambda: award_sets(email), robust=True)


def award_sets(email: str) -> list[Award]:
    """Award every set badge that the holder has earned and does not hold; return the new awards."""
    return _award_sets(email, unnamed_badges())


def _award_sets(email: str, unnamed: Sequence[UnnamedBadge]) -> list[Award]:
    held = Award.objects.in_force().filter(application__email=email, achievement__skills_needed=None)
    if not email or not held:
        return []
    others = {badge.slug for badge in unnamed if not badge.is_expired and fits(email, badge.identity)}
    skills = others.union(held.values_list("achievement__slug", flat=True))
    # A set is of badges of its own project.
    made = [
        award for owner, count in Counter(map(owner_of, skills)).items() for award in _award_sets_of(owner, count, held)
    ]
    return [award for award in made if award is not None]


def _award_sets_of(owner: str, count: int, held: QuerySet[Award]) -> Iterator[Award | None]:
    own = Project(owner)
    earned = Achievement.objects.filter(own.own("slug"), skills_needed__lte=count).values_list("slug", flat=True)
    for slug in sorted(set(earned)):
        yield _award_set(slug, count, held.filter(own.own("achievement__slug")))


def award_all_sets() -> int:
    """Award what is missing, whoever holds it; return how many. To be called now and then: twice changes nothing."""
    holders = Award.objects.not_revoked().values_list("application__email", flat=True).distinct()
    unnamed = unnamed_badges()
    return sum(len(_award_sets(email, unnamed)) for email in list(holders))


def revoke_groundless_sets(email: str) -> list[Award]:
    """Revoke the set badges for which the holder has no longer enough badges; to be called with the revocation.

    A badge that expires takes no set with it: it was right when the set was awarded.
    """
    if not email:
        return []
    own = Award.objects.not_revoked().filter(application__email=email)
    skills = own.filter(achievement__skills_needed=None).values_list("achievement__slug", flat=True)
    others = {badge.slug for badge in unnamed_badges() if fits(email, badge.identity)}
    counts = Counter(map(owner_of, others.union(skills)))
    sets = own.filter(achievement__skills_needed__isnull=False).select_related(
        "application__achievement", "achievement"
    )
    return [_revoke_set(award) for award in sets if _needs(award) > counts[owner_of(award.achievement.slug)]]


def _needs(award: Award) -> int:
    return award.achievement.skills_needed or 0


def _award_set(slug: str, count: int, held: QuerySet[Award]) -> Award | None:
    """Award one set badge in the language of the holder's newest badge, unless it is held or just now awarded."""
    newest = held.select_related("application", "achievement").order_by("-issued_at", "-pk")[0]
    achievement = current_achievement(slug, newest.achievement.language)
    achievement = achievement or current_achievement(slug, settings.LANGUAGE_CODE)
    email = newest.application.email
    if achievement is None or achievement.skills_needed is None or achievement.skills_needed > count:
        return None
    # Read once: an award that another process makes in between would be taken for an earlier one.
    earlier = list(Award.objects.filter(application__email=email, achievement__slug=slug).select_related("application"))
    if any(award.is_in_force or _was_revoked_by_hand(award) for award in earlier):
        return None
    try:
        with transaction.atomic():
            holder = (newest.application.name, email)
            application = open_file(achievement, holder, Origin.SET, set_digest(slug, email, len(earlier)), SYSTEM)
            award, _badge = make_award(application)
            queue_mail(application, "set", {"count": count}, attach_badge=True)
            return award
    except IntegrityError:
        # Another process awards the same set at this moment.
        return None
    except CredentialError:
        logger.exception("set badge %s not awarded; it will be tried again", slug)
        return None


def _revoke_set(award: Award) -> Award:
    with translation.override(award.application.language):
        mark_revoked(award, gettext("One of the badges that it was awarded for was revoked."))
    log(award.application, State(award.application.state), SYSTEM, award.revocation_reason)
    queue_mail(award.application, "revoked", {"message": award.revocation_reason})
    return award


def _was_revoked_by_hand(award: Award) -> bool:
    """Tell whether a person decided so, and not the rule: then the rule does not award it again."""
    return award.application.events.exclude(actor=SYSTEM.name).exists()
