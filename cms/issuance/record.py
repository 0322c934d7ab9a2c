"""The published record: every file with which a badge is checked when nothing of ours runs any more.

This is all that the export knows of issuance. The same database, keys and pictures give the same bytes.
"""

import hashlib
import json
from collections import defaultdict
from typing import Any

from django.conf import settings

from cms.issuance.credentials.addresses import (
    achievement_path,
    artwork_path,
    current_achievement_path,
    did_document_paths,
    site_address,
    status_list_path,
)
from cms.issuance.credentials.baking import artwork
from cms.issuance.credentials.documents import (
    Document,
    achievement,
    did_document,
    issuer_profile,
    published_achievement,
    published_issuer,
    status_list,
)
from cms.issuance.credentials.facts import AchievementFacts
from cms.issuance.credentials.issue import as_text
from cms.issuance.credentials.keys import load_public_keys, load_signing_key
from cms.issuance.credentials.signing import sign_status_list
from cms.issuance.models import Achievement, Award


def public_record() -> dict[str, bytes]:
    """Return path -> content of every file that the site must publish for its badges.

    Raises:
        SigningKeyError: there is no usable key, so the status list cannot be signed.
        ArtworkMissingError: a published badge has no built picture.
    """
    did = did_document(load_public_keys())
    documents: dict[str, Document] = {
        "issuer.json": published_issuer(),
        **dict.fromkeys(did_document_paths(), did),
        **_achievement_files(),
        **{status_list_path(number): document for number, document in _status_lists().items()},
    }
    files = {path: as_text(document).encode() for path, document in documents.items()}
    slugs = Achievement.objects.values_list("slug", flat=True).order_by("slug").distinct()
    pictures = {artwork_path(slug): artwork(slug, "svg") for slug in slugs}
    return dict(sorted({**files, **pictures}.items()))


def verifier_record() -> dict[str, Any]:
    """Return what the verify page must know to check a badge from a folder, without any request.

    `site` is the public address that the documents are named by, `did` the DID document, `statusLists` the signed
    lists by address, `achievements` every published version by address, with a digest of its words.

    Raises:
        SigningKeyError: there is no usable key, so the status list cannot be signed.
    """
    return {
        "site": settings.PUBLIC_URL,
        "issuer": issuer_profile(),
        "did": did_document(load_public_keys()),
        "statusLists": {site_address(status_list_path(n)): document for n, document in _status_lists().items()},
        "achievements": {
            site_address(achievement_path(facts.slug, facts.language, facts.version)): {
                "slug": facts.slug,
                "language": facts.language,
                "version": facts.version,
                "name": facts.name,
                "digest": achievement_digest(facts),
            }
            for facts in _published_versions()
        },
    }


def achievement_digest(facts: AchievementFacts) -> str:
    """Return the SHA-256 of the achievement as credentials carry it.

    The text hashed is JSON with sorted keys and without spaces; the verify page makes the same text.
    """
    text = json.dumps(achievement(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _published_versions() -> list[AchievementFacts]:
    """Return every version of every badge in every language, in a fixed order."""
    return [
        AchievementFacts(
            slug=row.slug,
            language=row.language,
            version=row.version,
            name=row.name,
            description=row.description,
            criteria=row.criteria,
            alignment=row.alignment,
        )
        for row in Achievement.objects.order_by("slug", "language", "version")
    ]


def _achievement_files() -> dict[str, Document]:
    """Return one file a version and language, and one a badge for its current version in the source language."""
    versions = _published_versions()
    current: dict[str, dict[str, AchievementFacts]] = defaultdict(dict)
    for facts in versions:
        current[facts.slug][facts.language] = facts
    files = {}
    for facts in versions:
        translations = [other for other in current[facts.slug].values() if other.language != facts.language]
        document = published_achievement(facts, translations)
        files[achievement_path(facts.slug, facts.language, facts.version)] = document
        if facts.language == settings.LANGUAGE_CODE:
            files[current_achievement_path(facts.slug)] = document
    return files


def _status_lists() -> dict[int, Document]:
    """Return the signed status lists by number. The first exists even before the first award.

    Signatures of Ed25519 do not vary, and the date is that of the newest revocation or, before any, of the key:
    so the same revocations give the same bytes, and a release that changes nothing shows no change.
    """
    key = load_signing_key()
    revoked: dict[int, list[int]] = {number: [] for number in {1, *Award.objects.values_list("status_list", flat=True)}}
    dates = dict.fromkeys(revoked, key.public.created)
    for award in Award.objects.exclude(revoked_at=None).order_by("status_index"):
        revoked[award.status_list].append(award.status_index)
        if award.revoked_at is not None:
            dates[award.status_list] = max(dates[award.status_list], award.revoked_at)
    return {
        number: sign_status_list(status_list(number, revoked[number], dates[number]), key, dates[number])
        for number in sorted(revoked)
    }
