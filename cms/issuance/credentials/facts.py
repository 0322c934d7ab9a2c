"""What the rest of issuance hands in, and what it gets back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class AchievementFacts:
    """One version of a badge in one language: what a holder has shown.

    `criteria` has key, title, description and example; `alignment` has framework, name, code and url.
    """

    slug: str
    language: str
    version: int
    name: str
    description: str
    criteria: list[dict[str, str]]
    alignment: list[dict[str, str]]


@dataclass(frozen=True)
class AwardFacts:
    """Everything a credential states, in the learner's language.

    `credential_id` is an absolute URI, usually urn:uuid. `criteria` and `alignment` are those of
    `AchievementFacts`. `salt` is random and belongs to this award alone. `narrative` is what the learner
    agreed to show as evidence; empty for none. `endorsements` are signed credentials of other organisations.
    """

    credential_id: str
    achievement_slug: str
    language: str
    version: int
    name: str
    description: str
    criteria: list[dict[str, str]]
    alignment: list[dict[str, str]]
    recipient_email: str
    salt: str
    issued_at: datetime
    status_list: int
    status_index: int
    narrative: str
    valid_until: datetime | None = None
    endorsements: tuple[dict[str, Any], ...] = ()

    @property
    def achievement(self) -> AchievementFacts:
        """The badge alone, without the person."""
        return AchievementFacts(
            slug=self.achievement_slug,
            language=self.language,
            version=self.version,
            name=self.name,
            description=self.description,
            criteria=self.criteria,
            alignment=self.alignment,
        )


@dataclass(frozen=True)
class IssuedBadge:
    """One signed credential in the three forms a learner can keep: the file, and two pictures that carry it."""

    credential: dict[str, Any]
    json: bytes
    png: bytes
    svg: bytes
