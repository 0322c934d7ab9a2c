"""Open Badges 2.0, hosted: for backpacks and readers that do not know version 3.0 yet. Off unless HOSTED_BADGES is set.

A hosted badge is proved by a public file a holder, which has to stay on line for ever and whose salted hash anybody can
compare with an address that they guess. So this is an addition to the signed badge, never instead of it.
"""

from email.utils import parseaddr
from typing import Any

from django.conf import settings

from cms.issuance.credentials.addresses import artwork_path, site_address
from cms.issuance.credentials.documents import criteria_narrative, timestamp
from cms.issuance.models import Achievement, Award
from cms.projects import current, slug_of

CONTEXT = "https://w3id.org/openbadges/v2"
ISSUER = "ob2/issuer.json"


def hosted_files() -> dict[str, dict[str, Any]]:
    """Return path -> document of every file of the hosted form, {} where it is off."""
    if not settings.HOSTED_BADGES:
        return {}
    awards = Award.objects.filter(current().own("achievement__slug")).select_related("achievement").order_by("pk")
    used = Achievement.objects.filter(current().own("slug"), awards__isnull=False).distinct()
    return {
        ISSUER: _issuer(),
        **{_class_path(achievement): _badge_class(achievement) for achievement in used},
        **{assertion_path(award): assertion(award) for award in awards.iterator(chunk_size=500)},
    }


def assertion_path(award: Award) -> str:
    """Return where the assertion of an award is hosted: named by the same random id as the signed badge."""
    return f"ob2/assertions/{award.credential_id.rpartition(':')[2]}.json"


def assertion(award: Award) -> dict[str, Any]:
    """Return the assertion of an award (Open Badges 2.0, "Assertion"); a revoked one says no more than that and why."""
    address = site_address(assertion_path(award))
    if award.revoked_at is not None:
        revoked = {"@context": CONTEXT, "type": "Assertion", "id": address, "revoked": True}
        return {**revoked, "revocationReason": award.revocation_reason} if award.revocation_reason else revoked
    [identity] = award.credential["credentialSubject"]["identifier"]
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": address,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": identity["salt"],
            "identity": identity["identityHash"],
        },
        "badge": site_address(_class_path(award.achievement)),
        "image": site_address(artwork_path(award.achievement.slug)),
        "verification": {"type": "HostedBadge"},
        "issuedOn": timestamp(award.issued_at),
    }
    if award.valid_until is not None:
        document["expires"] = timestamp(award.valid_until)
    if "evidence" in award.credential:
        document["evidence"] = [{"narrative": item["narrative"]} for item in award.credential["evidence"]]
    return document


def _class_path(achievement: Achievement) -> str:
    return f"ob2/achievements/{slug_of(achievement.slug)}/{achievement.language}/v{achievement.version}.json"


def _badge_class(achievement: Achievement) -> dict[str, Any]:
    """Return the badge in one version and language (Open Badges 2.0, "BadgeClass")."""
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": site_address(_class_path(achievement)),
        "@language": achievement.language,
        "version": str(achievement.version),
        "name": achievement.name,
        "description": achievement.description,
        "image": site_address(artwork_path(achievement.slug)),
        "criteria": {
            "id": site_address(f"{achievement.language}/badges/{slug_of(achievement.slug)}/"),
            "narrative": criteria_narrative(achievement.criteria),
        },
        "issuer": site_address(ISSUER),
    }
    if achievement.alignment:
        document["alignment"] = [
            {
                "targetName": item["name"],
                "targetUrl": item["url"],
                "targetFramework": item["framework"],
                "targetCode": item["code"],
            }
            for item in achievement.alignment
        ]
    return document


def _issuer() -> dict[str, Any]:
    """Return the issuer (Open Badges 2.0, "Profile"); only files below its address are its badges."""
    return {
        "@context": CONTEXT,
        "type": "Issuer",
        "id": site_address(ISSUER),
        "name": current().issuer_name,
        "url": f"{current().public_url}/",
        "email": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "verification": {"type": "hosted", "startsWith": [site_address("ob2/assertions/")]},
    }
