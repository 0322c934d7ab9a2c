"""Awards that nobody applied for: each has a file of its own, so that mail and withdrawal are the same for all."""

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from cms.issuance.achievements import current_achievement
from cms.issuance.awards.make import make_award
from cms.issuance.credentials.errors import CredentialError
from cms.issuance.credentials.facts import IssuedBadge
from cms.issuance.mail import queue_mail
from cms.issuance.models import Achievement, Application, Award, Origin
from cms.issuance.states import State
from cms.issuance.steps import Actor, log
from cms.projects import project_of, slug_of

LONGEST_NAME = 200


class HolderError(CredentialError):
    """The person or the badge is not named in a way that a badge can be issued for. The message says what to mend."""


@transaction.atomic
def issue_directly(
    slug: str,
    language: str,
    holder: tuple[str, str],
    actor: Actor,
    valid_until: datetime | None = None,
    mail: bool = False,
) -> tuple[Award, IssuedBadge]:
    """Issue a badge to a person who did not apply, for example after a training day; `holder` is name and e-mail.

    Raises:
        HolderError: no such badge, language, name or address.
        CredentialError: the badge cannot be signed; nothing is kept then.
    """
    name, email = _checked(holder)
    achievement = _find(slug, language)
    if valid_until is not None and valid_until <= timezone.now():
        raise HolderError(f"The badge would have expired already, on {valid_until:%Y-%m-%d}.")
    # A person may be given the same badge again, so the digest is that of this one award.
    digest = _digest("direct", slug, email, timezone.now().isoformat())
    application = open_file(achievement, (name, email), Origin.DIRECT, digest, actor)
    award, badge = make_award(application, valid_until=valid_until)
    if mail:
        queue_mail(application, "awarded", {"message": ""}, attach_badge=True)
    return award, badge


def open_file(
    achievement: Achievement, holder: tuple[str, str], origin: Origin, digest: str, actor: Actor
) -> Application:
    """Keep the file of an award that nobody applied for; `digest` says which award it is and lets it in once.

    Raises:
        IntegrityError: there is such a file.
    """
    name, email = holder
    application = Application.objects.create(
        achievement=achievement,
        name=name,
        email=email,
        route=origin,
        state=State.AWARDED,
        digest=digest,
        own_work=False,
        privacy=False,
        assessor=actor.name,
        assessor_id=actor.id,
        confirmed_at=timezone.now(),
    )
    log(application, None, actor, str(origin.label))
    return application


def set_digest(slug: str, email: str, earlier: int) -> str:
    """Return the digest of a person's set badge: the same for all who award it at once; `earlier` were revoked."""
    return _digest("set", slug, email, str(earlier))


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _checked(holder: tuple[str, str]) -> tuple[str, str]:
    name, email = " ".join(holder[0].split()), holder[1].strip().lower()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise HolderError(f"The holder's name must have 1 to {LONGEST_NAME} characters that can be printed.")
    try:
        validate_email(email)
    except ValidationError:
        raise HolderError(f"“{email}” is no e-mail address such as name@example.org.") from None
    return name, email


def _find(slug: str, language: str) -> Achievement:
    achievement = current_achievement(slug, language)
    if achievement is not None:
        return achievement
    languages = Achievement.objects.filter(slug=slug).values_list("language", flat=True).order_by("language").distinct()
    if languages:
        raise HolderError(
            f"The badge “{slug_of(slug)}” is not published in “{language}”, only in: {', '.join(languages)}."
        )
    own = project_of(slug).own("slug")
    slugs = Achievement.objects.filter(own).values_list("slug", flat=True).order_by("slug").distinct()
    names = ", ".join(map(slug_of, slugs)) or "none; run load_content"
    raise HolderError(f"There is no badge “{slug_of(slug)}”. Published are: {names}.")
