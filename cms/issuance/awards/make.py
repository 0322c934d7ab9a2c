"""From an application that is to be awarded to a signed badge, kept in the ledger of awards."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.issuance.awards.endorsements import endorsements_of
from cms.issuance.awards.files import keep_files
from cms.issuance.awards.holders import is_new_holder
from cms.issuance.credentials.facts import AwardFacts, IssuedBadge
from cms.issuance.models import Achievement, Application, Award
from cms.issuance.signals import awarded
from cms.projects import Project, project_of

# Bits in one Bitstring status list: the least the W3C recommendation allows, so that one bit hides among many.
STATUS_LIST_LENGTH = 131_072
# A list takes so many awards before the next begins: a free place is then found at the second look on average.
PLACES_USED = STATUS_LIST_LENGTH // 2

TRIES = 5


def make_award(
    application: Application, issued_at: datetime | None = None, valid_until: datetime | None = None
) -> tuple[Award, IssuedBadge]:
    """Sign the badge, keep the award and its files. To be called within the transaction that changes the state.

    `issued_at` is the day that the badge is dated; now, where there is none. `valid_until` is when it expires; without
    it the badge's own rule says so, if it has one.

    Raises:
        CredentialError: the badge cannot be signed; the caller's transaction then keeps nothing.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _sign_and_keep(application, issued_at or timezone.now(), valid_until)
        except IntegrityError:
            # Another process took the same place in the status list between our look and our write.
            if not left:
                raise
    raise AssertionError("the loop returns or raises")


def issue_badge(facts: AwardFacts) -> IssuedBadge:
    """Sign and bake. What signs is loaded with the first badge: the endpoint never signs, and does without.

    Raises:
        CredentialError: the badge cannot be signed.
    """
    from cms.issuance.credentials.issue import issue_badge as sign_and_bake

    return sign_and_bake(facts)


def _sign_and_keep(
    application: Application, issued_at: datetime, valid_until: datetime | None
) -> tuple[Award, IssuedBadge]:
    achievement = application.achievement
    issued_at = issued_at.replace(microsecond=0)
    number, index = _free_place(project_of(achievement.slug))
    facts = AwardFacts(
        credential_id=f"urn:uuid:{uuid.uuid4()}",
        achievement_slug=achievement.slug,
        language=achievement.language,
        version=achievement.version,
        name=achievement.name,
        description=achievement.description,
        criteria=achievement.criteria,
        alignment=achievement.alignment,
        recipient_email=application.email,
        salt=secrets.token_urlsafe(24),
        issued_at=issued_at,
        status_list=number,
        status_index=index,
        narrative=_narrative(application),
        valid_until=valid_until or _end(achievement, issued_at),
        endorsements=endorsements_of(achievement),
    )
    badge = issue_badge(facts)
    award = Award.objects.create(
        application=application,
        achievement=achievement,
        credential_id=facts.credential_id,
        salt=facts.salt,
        issued_at=facts.issued_at,
        valid_until=facts.valid_until,
        status_list=facts.status_list,
        status_index=facts.status_index,
        is_first_of_holder=is_new_holder(application.email, achievement.slug),
        credential=badge.credential,
    )
    keep_files(award, badge)
    awarded.send(Award, award=award)
    return award, badge


def _free_place(project: Project) -> tuple[int, int]:
    """Return a status list of the project and a random place in it that no award has.

    Lists of different projects have different addresses; that they share no place is more than they need.
    """
    number = 1 + Award.objects.filter(project.own("achievement__slug")).count() // PLACES_USED
    places = Award.objects.filter(status_list=number)
    while places.filter(status_index=(index := secrets.randbelow(STATUS_LIST_LENGTH))).exists():
        pass
    return number, index


def _end(achievement: Achievement, issued_at: datetime) -> datetime | None:
    """Return when an award of the badge expires: at the end of the month that is so many months later."""
    return None if achievement.valid_months is None else month_end(issued_at, achievement.valid_months)


def month_end(moment: datetime, months: int) -> datetime:
    """Return the last second of the month that is so many months later."""
    years, month = divmod(moment.month - 1 + months, 12)
    # The first of the month after: every month has it, and nobody loses a day to a short month.
    month_after, years = (1, years + 1) if month == 11 else (month + 2, years)
    first = moment.replace(year=moment.year + years, month=month_after, day=1, hour=0, minute=0, second=0)
    return first - timedelta(seconds=1)


def _narrative(application: Application) -> str:
    """Return what the badge tells: of a training day, or the situations if the applicant agreed to show them."""
    if not application.public_narrative:
        return application.narrative
    titles = {criterion["key"]: criterion["title"] for criterion in application.achievement.criteria}
    return "\n\n".join(f"{titles[a.criterion_key]}\n{a.situation}" for a in application.answers.all())
