"""What organisations say of the badges, as pages show it: from the database, or from the record of an exported site."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.issuance.credentials.addresses import endorsement_path
from cms.issuance.models import Endorsement
from cms.projects import current, slug_of

Said = dict[str, Any]
# In record.json: the language of each endorsement by its address, since the signed document has no place for it.
LANGUAGES = "endorsementLanguages"

_BADGE = re.compile(r"/achievements/([a-z0-9-]+)\.json$")


def has_ended(document: dict[str, Any], now: datetime) -> bool:
    """Tell whether a signed endorsement was given until a moment that is past."""
    until = parse_datetime(document.get("validUntil", ""))
    return until is not None and until <= now


def published_endorsements() -> tuple[Said, ...]:
    """Return the endorsements of the project that are in force: of which badge, by whom, in which words, until when.

    The badge is "" for the issuer; `address` is where the signed document lies on the site.
    """
    rows = Endorsement.objects.filter(current().own("slug"), withdrawn_at=None).order_by("slug", "pk")
    now = timezone.now()
    return tuple(
        _said(row.credential, slug_of(row.slug), row.language, endorsement_path(row.credential_id))
        for row in rows
        if not has_ended(row.credential, now)
    )


def kept_endorsements(site: Path) -> tuple[Said, ...]:
    """Return the same from the record of an exported site."""
    index = site / "record.json"
    languages = json.loads(index.read_text("utf-8")).get(LANGUAGES, {}) if index.is_file() else {}
    named = {address.rpartition("/")[2]: language for address, language in languages.items()}
    now, found = timezone.now(), []
    for path in sorted((site / "endorsements").glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        badge = _BADGE.search(document["credentialSubject"]["id"])
        if not has_ended(document, now):
            found.append(
                _said(document, badge[1] if badge else "", named.get(path.name, ""), f"endorsements/{path.name}")
            )
    return tuple(sorted(found, key=lambda said: (said["slug"], said["since"], said["address"])))


def _said(document: dict[str, Any], slug: str, language: str, path: str) -> Said:
    issuer = document["issuer"]
    since, until = (parse_datetime(document.get(name, "")) for name in ("validFrom", "validUntil"))
    return {
        "slug": slug,
        "language": language,
        "organisation": issuer["name"],
        "role": issuer.get("description", ""),
        "website": issuer.get("url", ""),
        "endorser": issuer["id"],
        "text": document["credentialSubject"]["endorsementComment"],
        "since": since.date() if since else None,
        "until": until.date() if until else None,
        "address": f"/{path}",
    }
