"""Links in mails: made at sending, good for one purpose and a time, kept as a hash.

Those that confirm or mend work once; the one to the applicant's own page until it expires.
"""

import hashlib
import secrets
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.core import signing
from django.utils import timezone

from cms.issuance.models import Application, LinkToken, Purpose

LIFETIME = {
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.MEND: timedelta(days=90),
    Purpose.STATUS: timedelta(days=90),
}


class LinkProblem(Enum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"


class LinkError(Exception):
    """The link opens nothing (any more); `application` is known unless the link is unknown."""

    def __init__(self, problem: LinkProblem, application: Application | None = None) -> None:
        """Keep the reason and, where there is one, the application for its language and state."""
        super().__init__(problem.value)
        self.problem = problem
        self.application = application


def make_link(application: Application, purpose: Purpose) -> str:
    """Return a fresh address for the purpose. Earlier links of the application stay good until they expire."""
    secret = secrets.token_urlsafe(32)
    LinkToken.objects.create(
        application=application,
        purpose=purpose,
        digest=_digest(secret),
        expires=timezone.now() + LIFETIME[purpose],
    )
    return f"{settings.ENDPOINT_URL}/apply/{purpose.value}/{secret}/"


def open_link(secret: str, purpose: Purpose) -> LinkToken:
    """Return the token of the link.

    Raises:
        LinkError: nobody was ever sent this link for this purpose, or it is used or out of date.
    """
    tokens = LinkToken.objects.select_related("application__achievement")
    token = tokens.filter(digest=_digest(secret), purpose=purpose).first()
    if token is None:
        raise LinkError(LinkProblem.UNKNOWN)
    if token.used_at is not None:
        raise LinkError(LinkProblem.USED, token.application)
    if token.expires <= timezone.now():
        raise LinkError(LinkProblem.EXPIRED, token.application)
    return token


def close_links(application: Application, purpose: Purpose) -> None:
    """Mark all links of this purpose as used: what they were for has happened."""
    application.tokens.filter(purpose=purpose, used_at=None).update(used_at=timezone.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class SignedLink:
    """Links to confirm an address that are signed and not kept: each is for one row, for as long as such links last."""

    def __init__(self, path: str, salt: str) -> None:
        """Make links below `path` of the endpoint; `salt` keeps those of one kind from opening another."""
        self.path = path
        self.signer = signing.TimestampSigner(sep=".", salt=salt)

    def to(self, key: str) -> str:
        """Return the address for a row."""
        return f"{settings.ENDPOINT_URL}{self.path}{self.signer.sign(key)}/"

    def key(self, secret: str) -> str:
        """Return the key of the row that a link is about.

        Raises:
            LinkError: it is not ours, or out of date.
        """
        try:
            return self.signer.unsign(secret, max_age=LIFETIME[Purpose.CONFIRM])
        except signing.SignatureExpired as error:
            raise LinkError(LinkProblem.EXPIRED) from error
        except signing.BadSignature as error:
            raise LinkError(LinkProblem.UNKNOWN) from error
