"""What an applicant sends, once it is known to be valid; independent of how it came in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cms.issuance.models import Achievement


@dataclass(frozen=True)
class Answers:
    """The situations by criterion key, and the addresses of evidence."""

    situations: Mapping[str, str]
    evidence: Sequence[str]


@dataclass(frozen=True)
class Submission:
    """A complete application for one achievement."""

    achievement: Achievement
    name: str
    email: str
    route: str
    answers: Answers
    own_work: bool
    privacy: bool
    public_narrative: bool

    @property
    def digest(self) -> str:
        """SHA-256 over all that was typed: the same form gives the same digest, a correction another."""
        content = {
            "badge": self.achievement.slug,
            "language": self.achievement.language,
            "name": self.name,
            "email": self.email.lower(),
            "route": self.route,
            "situations": dict(self.answers.situations),
            "evidence": list(self.answers.evidence),
            "public_narrative": self.public_narrative,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
