"""Achievements come in from the content and are kept by version."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet

from cms.issuance.models import Achievement
from cms.issuance.rows import Rows, Statement, find, table


@dataclass(frozen=True)
class AchievementContent:
    """What a badge says in one language.

    `criteria` items have key, title, description, example; `alignment` items framework, name, code, url;
    `assessors` is the number of people who must agree. `skills_needed` makes it a set badge: awarded by itself for
    so many badges for skills. `valid_months` is how long an award holds; None for ever.
    """

    name: str
    description: str
    criteria: Sequence[dict[str, str]]
    evidence: Sequence[str] = field(default_factory=list)
    assessment: str = ""
    alignment: Sequence[dict[str, str]] = field(default_factory=list)
    assessors: int = 1
    skills_needed: int | None = None
    valid_months: int | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the content, whatever the order of the keys.

        What all badges had before they could want more is left out, so that no digest changes.
        """
        content = {name: value for name, value in asdict(self).items() if value is not None}
        if self.assessors == 1:
            del content["assessors"]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def publish_achievement(slug: str, language: str, content: AchievementContent) -> tuple[Achievement, bool]:
    """Keep the content as the current version; return it and whether it is new.

    The same content again changes nothing; other content becomes the next version, so that applications and
    awards keep the criteria they were made under (as Moodle locks the criteria of a badge in use).
    """
    latest = _versions(slug, language).select_for_update().first()
    if latest is not None and latest.digest == content.digest:
        return latest, False
    version = latest.version + 1 if latest else 1
    return (
        Achievement.objects.create(
            slug=slug,
            language=language,
            version=version,
            name=content.name,
            description=content.description,
            criteria=list(content.criteria),
            evidence=list(content.evidence),
            assessment=content.assessment,
            alignment=list(content.alignment),
            assessors=content.assessors,
            skills_needed=content.skills_needed,
            valid_months=content.valid_months,
            digest=content.digest,
        ),
        True,
    )


def current_achievement(slug: str, language: str) -> Achievement | None:
    """Return the newest version of the badge in the language, or None where there is none."""
    return achievement_in(find(newest_version(slug, language)))


def newest_version(slug: str, language: str, beside: Statement | None = None) -> Statement:
    """Ask which is the newest version of the badge in the language, and `beside` it for one value more."""
    if beside is None:
        return Statement(_newest_text(), [slug, language])
    return Statement(_newest_text(beside.text), [*beside.values, slug, language])


def achievement_in(found: Rows) -> Achievement | None:
    """Return the version that `newest_version` has found."""
    return _known(*found[0]) if found else None


@lru_cache(maxsize=4)
def _newest_text(beside: str = "") -> str:
    more = f", ({beside})" if beside else ""
    return (
        f"SELECT id, digest{more} FROM {table(Achievement)} WHERE slug = %s AND language = %s "  # noqa: S608 our own
        "ORDER BY version DESC LIMIT 1"
    )


@lru_cache(maxsize=256)
def _known(pk: int, digest: str) -> Achievement:
    """Return the version; since its words never change, what a process has read once it knows for good."""
    return Achievement.objects.get(pk=pk)


def _versions(slug: str, language: str) -> QuerySet[Achievement]:
    return Achievement.objects.filter(slug=slug, language=language).order_by("-version")
