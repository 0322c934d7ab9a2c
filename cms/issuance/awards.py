"""From an application that met all criteria to a signed badge."""

import secrets
import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.issuance.credentials import AwardFacts, IssuedBadge, issue_badge
from cms.issuance.mail import Attachment
from cms.issuance.models import Application, Award

STATUS_LIST = 1
# Bits in one Bitstring status list: the least the W3C recommendation allows, so that one bit hides among many.
STATUS_LIST_LENGTH = 131_072


TRIES = 5


def make_award(application: Application, issued_at: datetime | None = None) -> tuple[Award, IssuedBadge]:
    """Sign the badge and keep the award. To be called within the transaction that changes the state.

    `issued_at` is the day that the badge is dated; now, where there is none.

    Raises:
        CredentialError: the badge cannot be signed; the caller's transaction then keeps nothing.
    """
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _sign_and_keep(application, issued_at)
        except IntegrityError:
            # Another process took the same place in the status list between our look and our write.
            if not left:
                raise
    raise AssertionError("the loop returns or raises")


def badge_files(badge: IssuedBadge) -> list[Attachment]:
    """Return the badge in the three forms that go to the holder."""
    return [
        Attachment("badge.json", "application/json", badge.json),
        Attachment("badge.png", "image/png", badge.png),
        Attachment("badge.svg", "image/svg+xml", badge.svg),
    ]


def _sign_and_keep(application: Application, issued_at: datetime | None) -> tuple[Award, IssuedBadge]:
    achievement = application.achievement
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
        issued_at=(issued_at or timezone.now()).replace(microsecond=0),
        status_list=STATUS_LIST,
        status_index=_free_index(),
        narrative=_narrative(application),
    )
    badge = issue_badge(facts)
    award = Award.objects.create(
        application=application,
        achievement=achievement,
        credential_id=facts.credential_id,
        salt=facts.salt,
        issued_at=facts.issued_at,
        status_list=facts.status_list,
        status_index=facts.status_index,
        credential=badge.credential,
    )
    return award, badge


def _free_index() -> int:
    """Return a random place in the status list that no award has."""
    taken = set(Award.objects.filter(status_list=STATUS_LIST).values_list("status_index", flat=True))
    free = [index for index in range(STATUS_LIST_LENGTH) if index not in taken]
    return secrets.choice(free)


def _narrative(application: Application) -> str:
    """Return what the badge tells: of a training day, or the situations if the applicant agreed to show them."""
    if not application.public_narrative:
        return application.narrative
    titles = {criterion["key"]: criterion["title"] for criterion in application.achievement.criteria}
    return "\n\n".join(f"{titles[a.criterion_key]}\n{a.situation}" for a in application.answers.all())
