"""What an applicant sends, once it is known to be valid; independent of how it came in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cms.issuance.models import Achievement


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: what it was called, what it is by its content, and the bytes to keep.

    `criterion` is the key of the one that it is evidence for, empty where it is for the whole.
    """

    title: str
    media_type: str
    content: bytes
    criterion: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Answers:
    """The situations and addresses of evidence by criterion key, further addresses, and files.

    `removed` are the numbers of files of an earlier version that are to go.
    """

    situations: Mapping[str, str]
    evidence: Sequence[str]
    files: Sequence[CheckedFile] = ()
    removed: frozenset[int] = field(default=frozenset())
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """A complete application for one achievement.

    `idempotency_key` is made up by the sender and the same in a retry; `proof` is the solved proof of work.
    """

    achievement: Achievement
    name: str
    email: str
    route: str
    answers: Answers
    own_work: bool
    privacy: bool
    public_narrative: bool
    idempotency_key: str = ""
    proof: str = ""

    @cached_property
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
            "files": [file.criterion + file.digest for file in self.answers.files],
            "public_narrative": self.public_narrative,
            # Left out where there are none, as in the digests from before there were any.
            **({"links": dict(self.answers.links)} if self.answers.links else {}),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
