"""Whose a badge is: by the address of its application, or where that is erased by the hash that checking a badge needs.

The privacy notice says that the hash stays. It tells nobody an address; who names an address can be told whether it
fits, and so a holder's badges of long ago go on counting for the sets.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cms.issuance.models import Award
from cms.projects import Project, owner_of


@dataclass(frozen=True)
class UnnamedBadge:
    """A skill badge in force whose holder's data are erased: its hashed identity, and when it expires."""

    slug: str
    identity: Mapping[str, str]
    valid_until: datetime | None

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.valid_until is not None and self.valid_until <= timezone.now()


def unnamed_badges() -> list[UnnamedBadge]:
    """Return the skill badges in force, expired ones included, whose holders' data are erased."""
    rows = Award.objects.filter(application__email="", revoked_at=None, achievement__skills_needed=None)
    kept = rows.values_list("achievement__slug", "credential__credentialSubject__identifier", "valid_until")
    return [UnnamedBadge(slug, identity, until) for slug, identities, until in kept for identity in identities or ()]


def email_of(award: Award) -> str:
    """Return the holder's address; where it is erased, the one of a set badge that fits, or an empty text."""
    if award.application.email:
        return award.application.email
    sets = Award.objects.filter(revoked_at=None, achievement__skills_needed__gt=0).exclude(application__email="")
    known = list(sets.values_list("application__email", flat=True).distinct())
    for identity in award.credential.get("credentialSubject", {}).get("identifier", []):
        for email in known:
            if fits(email, identity):
                return email
    return ""


def is_new_holder(email: str, badge: str) -> bool:
    """Tell whether no badge of the project of this one is known to be the address's.

    Counted are those withdrawn, expired, and erased but for their hash, too. `badge` is the key of a badge.
    """
    owner = owner_of(badge)
    if not email or Award.objects.filter(Project(owner).own("achievement__slug"), application__email=email).exists():
        return False
    return not any(fits(email, known.identity) for known in unnamed_badges() if owner_of(known.slug) == owner)


def fits(email: str, identity: Mapping[str, str]) -> bool:
    """Tell whether the hashed identity of a badge (Open Badges 3.0, `IdentityObject`) is that of the address."""
    hashed = hashlib.sha256((email + identity.get("salt", "")).encode()).hexdigest()
    return identity.get("identityHash") == f"sha256${hashed}"
