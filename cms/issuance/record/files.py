"""The published record: every file with which a badge is checked when nothing of ours runs any more.

This is all that the export knows of issuance. The same database, keys and pictures give the same bytes.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from openbadgeslib.ob3 import decode_encoded_list, set_indices
from openbadgeslib.ob3.contexts import load_context

from cms.issuance.credentials.addresses import (
    achievement_path,
    artwork_path,
    current_achievement_path,
    did_document_paths,
    endorsement_path,
    issuer_did,
    issuer_url,
    revocations_path,
    site_address,
    status_list_path,
)
from cms.issuance.credentials.baking import artwork
from cms.issuance.credentials.documents import (
    CONTEXTS,
    Document,
    achievement,
    did_document,
    document_digest,
    issuer_profile,
    published_achievement,
    published_issuer,
    status_list,
    timestamp,
)
from cms.issuance.credentials.facts import AchievementFacts
from cms.issuance.credentials.issue import as_text
from cms.issuance.credentials.keys import (
    destroyed_on,
    load_leaked_keys,
    load_public_keys,
    load_signing_key,
    signing_path,
)
from cms.issuance.credentials.last import last_lists
from cms.issuance.credentials.signing import sign_status_list
from cms.issuance.models import Achievement, Award, Endorsement
from cms.issuance.record.endorsements import LANGUAGES
from cms.issuance.record.hosted import hosted_files
from cms.projects import current, slug_of

# The folders and files of the record, for whoever has to find it in an exported site.
RECORD_FOLDERS = ("achievements", "contexts", "endorsements", "ob2", "revocations", "status")
RECORD_FILES = ("issuer.json", "record.json", "did.json", ".well-known/did.json")
# Copies of what the documents name as their contexts, so that they can be read when those addresses are gone.
CONTEXT_PATHS = {CONTEXTS[0]: "contexts/credentials-v2.json", CONTEXTS[1]: "contexts/open-badges-3.0.3.json"}


def public_record(lists: Mapping[int, Document] | None = None) -> dict[str, bytes]:
    """Return path -> content of every file that the site must publish for its badges.

    `lists` are the `status_lists` where they were made before: signing takes longer than all the rest.

    Raises:
        SigningKeyError: there is no usable key, so the status list cannot be signed.
        ArtworkMissingError: a published badge has no built picture.
    """
    did = did_document(load_public_keys())
    lists = status_lists() if lists is None else lists
    documents: dict[str, Document] = {
        "issuer.json": published_issuer(),
        **dict.fromkeys(did_document_paths(), did),
        **_achievement_files(),
        **{endorsement_path(row.credential_id): row.credential for row in _endorsements() if row.withdrawn_at is None},
        **{status_list_path(number): document for number, document in lists.items()},
        **{revocations_path(number): _revocations(number) for number in lists},
        **{path: load_context(address) for address, path in CONTEXT_PATHS.items()},
        **hosted_files(),
    }
    documents["record.json"] = _index(documents)
    files = {path: as_text(document).encode() for path, document in documents.items()}
    slugs = _achievements().values_list("slug", flat=True).order_by("slug").distinct()
    pictures = {artwork_path(slug): artwork(slug, "svg") for slug in slugs}
    return dict(sorted({**files, **pictures}.items()))


def verifier_record(lists: Mapping[int, Document] | None = None) -> dict[str, Any]:
    """Return what the verify page must know to check a badge from a folder, without any request.

    `site` is the address that the documents are named by, `did` the DID document, `leakedKeys` the keys that it
    held once and must not any more, `statusLists` the signed lists by address and `reasons` those of their
    revocations, `achievements` every published version by address, with a digest of its words, `endorsements` by id
    who signed them, of what, and the document unless it was withdrawn: badges awarded before do not carry it. `lists`
    as for `public_record`.

    Raises:
        SigningKeyError: there is no usable key, so the status list cannot be signed.
    """
    lists = status_lists() if lists is None else lists
    return {
        "site": issuer_url(),
        "issuer": issuer_profile(),
        "did": did_document(load_public_keys()),
        "leakedKeys": [key.multikey for key in load_leaked_keys()],
        "statusLists": {site_address(status_list_path(n)): document for n, document in lists.items()},
        "reasons": {site_address(status_list_path(n)): _revocations(n)["revocations"] for n in lists},
        "achievements": {
            site_address(achievement_path(facts.slug, facts.language, facts.version)): {
                "slug": slug_of(facts.slug),
                "language": facts.language,
                "version": facts.version,
                "name": facts.name,
                "digest": document_digest(achievement(facts)),
            }
            for facts in _published_versions()
        },
        "endorsements": {
            row.credential_id: {
                "organisation": row.organisation,
                "endorser": row.endorser,
                "method": row.credential["proof"][0]["verificationMethod"],
                "withdrawn": row.withdrawn_at is not None,
                "language": row.language,
                "slug": row.slug,
                **({"document": row.credential} if row.withdrawn_at is None else {}),
            }
            for row in _endorsements()
        },
    }


def _index(documents: Iterable[str]) -> Document:
    """Return record.json: where everything of the record is, for whoever finds this site in years."""
    paths = sorted(documents)

    def below(folder: str) -> list[str]:
        return [site_address(path) for path in paths if path.startswith(f"{folder}/")]

    return {
        "issuer": issuer_did(),
        "profile": site_address("issuer.json"),
        "didDocument": site_address(did_document_paths()[-1]),
        "achievements": below("achievements"),
        "endorsements": below("endorsements"),
        LANGUAGES: {site_address(endorsement_path(row.credential_id)): row.language for row in _endorsements()},
        "statusLists": below("status"),
        "revocations": below("revocations"),
        "contexts": {address: site_address(path) for address, path in CONTEXT_PATHS.items()},
        "hosted": below("ob2"),
    }


def _endorsements() -> list[Endorsement]:
    """Return the endorsements of the project's badges and of its issuer."""
    return list(Endorsement.objects.filter(current().own("slug")).order_by("credential_id"))


def _achievements() -> QuerySet[Achievement]:
    return Achievement.objects.filter(current().own("slug"))


def _awards() -> QuerySet[Award]:
    return Award.objects.filter(current().own("achievement__slug"))


def _revocations(number: int) -> Document:
    """Return the reasons for revocations by place in a status list.

    By place, not by badge: who has the badge finds its reason, and who has not learns of no badge. The list itself is
    what counts and is signed; this is information.
    """
    awards = _awards().filter(status_list=number).exclude(revoked_at=None).order_by("status_index")
    rows = awards.values_list("status_index", "revoked_at", "revocation_reason", "achievement__language")
    return {
        "statusList": site_address(status_list_path(number)),
        "revocations": {
            str(index): {"date": timestamp(date), "reason": reason, "language": language}
            for index, date, reason, language in rows
            if date is not None and reason
        },
    }


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
        for row in _achievements().order_by("slug", "language", "version")
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


def status_lists() -> dict[int, Document]:
    """Return the signed status lists by number. The first exists even before the first award.

    Once the private key is destroyed they are those that it signed last.

    Signatures of Ed25519 do not vary, and the date is that of the newest revocation or, before any, of the key:
    so the same revocations give the same bytes, and a release that changes nothing shows no change.
    """
    if destroyed_on() and not signing_path().exists():
        return last_lists()
    key = load_signing_key()
    revoked: dict[int, list[int]] = {number: [] for number in {1, *_awards().values_list("status_list", flat=True)}}
    dates = dict.fromkeys(revoked, key.public.created)
    for award in _awards().exclude(revoked_at=None).order_by("status_index"):
        revoked[award.status_list].append(award.status_index)
        if award.revoked_at is not None:
            dates[award.status_list] = max(dates[award.status_list], award.revoked_at)
    return {
        number: sign_status_list(status_list(number, revoked[number], dates[number]), key, dates[number])
        for number in sorted(revoked)
    }


def lists_are_published(site: Path) -> bool:
    """Tell whether an exported site tells of the same revocations as the database."""
    revoked: dict[int, set[int]] = {number: set() for number in {1, *_awards().values_list("status_list", flat=True)}}
    for number, index in _awards().exclude(revoked_at=None).values_list("status_list", "status_index"):
        revoked[number].add(index)
    return all(_told(site / status_list_path(number)) == indices for number, indices in revoked.items())


def _told(path: Path) -> set[int] | None:
    """Return the places that a published status list calls revoked; None where it cannot be read."""
    try:
        document = json.loads(path.read_text("utf-8"))
        return set(set_indices(decode_encoded_list(document["credentialSubject"]["encodedList"])))
    except (OSError, ValueError, KeyError):
        return None
