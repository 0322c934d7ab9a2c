"""Endorsements by partner organisations: issued here or taken in, attached to badges, published, withdrawn."""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.issuance.achievements import current_achievement
from cms.issuance.credentials.errors import EndorsementError
from cms.issuance.models import Achievement, Endorsement
from cms.issuance.record.endorsements import has_ended
from cms.projects import current, project_of, slug_of


def endorsements_of(achievement: Achievement) -> tuple[dict[str, Any], ...]:
    """Return the endorsements that go into a badge: one an organisation for the badge, one for the issuer.

    Of an organisation's comments in several languages the badge's own is taken, else the source language's, else any.
    """
    order = {achievement.language: 0, settings.LANGUAGE_CODE: 1}
    now = timezone.now()
    slugs = [_of_issuer(achievement.slug), achievement.slug]
    kept = Endorsement.objects.filter(withdrawn_at=None, slug__in=slugs)
    rows = [row for row in kept if not has_ended(row.credential, now)]
    chosen: dict[tuple[str, str], Endorsement] = {}
    for row in sorted(rows, key=lambda row: (order.get(row.language, 2), row.pk)):
        chosen.setdefault((row.endorser, row.slug), row)
    return tuple(row.credential for row in sorted(chosen.values(), key=lambda row: (row.slug, row.pk)))


def _of_issuer(badge_key: str) -> str:
    """Return what stands in place of a badge where the issuer of that badge is endorsed."""
    return project_of(badge_key).badge_key("")


def issue_endorsement(
    organisation: str,
    url: str,
    comment: str,
    language: str,
    slug: str = "",
    *,
    role: str = "",
    valid_until: datetime | None = None,
) -> Endorsement:
    """Sign an endorsement for a partner with the key that we keep for it, and keep it.

    Raises:
        EndorsementError: there is no such badge, a text is missing, or the name is that of somebody else.
        CredentialError: it cannot be signed.
    """
    from cms.issuance.credentials.endorsement import endorsement, partner_key, sign_endorsement

    if not (organisation.strip() and url.startswith(("https://", "http://")) and comment.strip()):
        raise EndorsementError("An endorsement needs the organisation's name, its web address and a comment.")
    now = timezone.now().replace(microsecond=0)
    private, did = partner_key(organisation)
    _check_name(organisation, url, did)
    endorser = {"id": did, "name": organisation.strip(), "url": url, "description": role.strip()}
    identifier = f"urn:uuid:{uuid.uuid4()}"
    document = endorsement(identifier, endorser, _subject(slug, language), comment.strip(), now, valid_until)
    return _keep(sign_endorsement(document, private, now), language)


def add_endorsement(document: Any, language: str) -> tuple[Endorsement, bool]:
    """Keep an endorsement that a partner signed elsewhere; return it and whether it is new.

    That the key is the partner's is for the caller to know: keeping the document says that we vouch for it.

    Raises:
        EndorsementError: its form or signature is wrong, or it endorses something else.
    """
    from cms.issuance.credentials.endorsement import check_endorsement

    check_endorsement(document)
    known = Endorsement.objects.filter(credential_id=document["id"]).first()
    if known is not None:
        if known.credential != document:
            raise EndorsementError(f"Another endorsement with the id {document['id']} is kept already.")
        return known, False
    return _keep(document, language), True


@transaction.atomic
def withdraw_endorsement(credential_id: str) -> Endorsement:
    """Publish and attach an endorsement no longer; badges that carry it keep it, and the verify page says so.

    Raises:
        EndorsementError: there is none with this id.
    """
    row = Endorsement.objects.select_for_update().filter(credential_id=credential_id).first()
    if row is None:
        raise EndorsementError(f"There is no endorsement {credential_id}.")
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
    return row


def others_of_this_name(organisation: str, url: str, endorser: str = "") -> list[str]:
    """Return the websites of others who have signed under this name, or with this key: one key speaks for one website.

    Names that differ in signs and case only have the same key.
    """
    named = Q(organisation__iexact=organisation.strip()) | (Q(endorser=endorser) if endorser else Q(pk=None))
    known = {row.credential["issuer"].get("url", "") for row in Endorsement.objects.filter(named)}
    return sorted(address for address in known if host_of(address) != host_of(url))


def _check_name(organisation: str, url: str, endorser: str) -> None:
    if others := others_of_this_name(organisation, url, endorser):
        raise EndorsementError(
            f"“{organisation.strip()}” has signed before with the website {others[0]}. "
            "Use that website, or a name that cannot be taken for the other."
        )


def host_of(address: str) -> str:
    """Return the name of the machine in an address, without www."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _subject(slug: str, language: str) -> str:
    """Return the id of what is endorsed: the issuer, or the badge in its source language.

    Raises:
        EndorsementError: there is no such badge or no such language.
    """
    from cms.issuance.credentials.addresses import current_achievement_path, issuer_did, site_address

    if language not in current().codes:
        raise EndorsementError(f"“{language}” is none of the languages {', '.join(current().codes)}.")
    if not slug:
        return issuer_did()
    if current_achievement(current().badge_key(slug), settings.LANGUAGE_CODE) is None:
        raise EndorsementError(f"There is no badge “{slug}”.")
    return site_address(current_achievement_path(slug))


def _keep(document: dict[str, Any], language: str) -> Endorsement:
    """Keep a checked endorsement, if it is about us or one of our badges.

    Raises:
        EndorsementError: it endorses something else.
    """
    target = document["credentialSubject"]["id"]
    own = Achievement.objects.filter(current().own("slug")).values_list("slug", flat=True).distinct()
    for slug in ["", *map(slug_of, own)]:
        if target == _subject(slug, language):
            return Endorsement.objects.create(
                slug=current().badge_key(slug),
                language=language,
                organisation=document["issuer"]["name"],
                endorser=document["issuer"]["id"],
                credential_id=document["id"],
                credential=document,
            )
    raise EndorsementError(f"It endorses {target}, which is neither this issuer nor one of its badges.")
