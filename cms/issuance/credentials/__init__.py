"""Open Badges 3.0 credentials: build, sign, bake. No database, no Wagtail.

The design and its reasons are in docs/decisions/0002-credentials.md. Everything signed here can be checked
with the files of the exported site alone (`cms.issuance.record`).
"""

from cms.issuance.credentials.errors import ArtworkMissingError, CredentialError, SigningKeyError, UnsignableError
from cms.issuance.credentials.facts import AwardFacts, IssuedBadge
from cms.issuance.credentials.issue import issue_badge

__all__ = [
    "ArtworkMissingError",
    "AwardFacts",
    "CredentialError",
    "IssuedBadge",
    "SigningKeyError",
    "UnsignableError",
    "issue_badge",
]
