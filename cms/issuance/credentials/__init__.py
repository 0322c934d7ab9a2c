"""Open Badges 3.0 credentials: build, sign, bake. No database, no Wagtail.

The design and its reasons are in docs/decisions/0002-credentials.md. Everything signed here can be checked
with the files of the exported site alone (`cms.issuance.record.files`). What signs is in `issue`: it loads the
libraries for JSON-LD, which the endpoint does without.
"""

from cms.issuance.credentials.errors import ArtworkMissingError, CredentialError, SigningKeyError, UnsignableError
from cms.issuance.credentials.facts import AwardFacts, IssuedBadge

__all__ = [
    "ArtworkMissingError",
    "AwardFacts",
    "CredentialError",
    "IssuedBadge",
    "SigningKeyError",
    "UnsignableError",
]
