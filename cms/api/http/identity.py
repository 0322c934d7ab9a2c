"""Who sends a request: nobody in particular, the owner of a token, or somebody who logged in and got a JWT."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import force_bytes
from ninja.errors import Throttled
from ninja.security import HttpBearer
from wagtail.models import APIToken

from cms.accounts.factor import verify
from cms.accounts.policy import device_of, must_have_one
from cms.accounts.sessions import generation_of
from cms.accounts.told import is_told
from cms.api.models import ALL_SCOPES, TokenGrant
from cms.api.problems import ApiProblem
from cms.issuance.limits import TooManyError

ALGORITHM = "HS256"
LIFETIME = timedelta(hours=12)
# So long after the password was typed a login is renewed; then it is typed again.
RENEWED_FOR = timedelta(days=7)
# How often `last_used_at` is written, at most.
NOTE_USE = timedelta(minutes=1)
ADMIN = "wagtailadmin.access_admin"
WITH_A_BROWSER = "Log in to the CMS with a browser"

Identity = tuple[Any, frozenset[str]]


def identify(request: HttpRequest) -> Identity:
    """Return the user and the scopes of the request; None for somebody who shows nothing.

    Raises:
        ApiProblem: 401 for a token that is unknown, revoked or expired: it is never taken for no token.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        return None, frozenset()
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer":
        raise ApiProblem(401, "Send a token as “Authorization: Bearer …”.")
    token = text.strip()
    found = _by_token(token) if APIToken.validate_token_format(token) else _by_jwt(token)
    if found is None or not found[0].is_active:
        raise ApiProblem(401, "The token is unknown, revoked or expired.")
    return found


def _by_token(text: str) -> Identity | None:
    hashes = APIToken.candidate_key_hashes(text)
    found = APIToken.objects.select_related("user", "grant").filter(key_hash__in=hashes, revoked_at=None).first()
    if found is None:
        return None
    now = timezone.now()
    grant: TokenGrant | None = getattr(found, "grant", None)
    if grant and grant.is_expired:
        return None
    if found.last_used_at is None or now - found.last_used_at > NOTE_USE:
        APIToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.user, frozenset(grant.scopes) if grant else ALL_SCOPES


def log_in(request: HttpRequest, name: str, password: str, code: str) -> str:
    """Return a JWT for somebody who may enter the CMS.

    Raises:
        ApiProblem: 401; it does not say whether the name or the password is wrong. 401 or 403 for the second factor,
            403 for a password that somebody else has set.
        Throttled: tried too often, here or at the login form.
    """
    try:
        user = authenticate(request, username=name, password=password)
        if user is None or not user.has_perm(ADMIN):
            raise ApiProblem(401, "Wrong name or password.")
        _ask_second_factor(user, code)
        if is_told(user):
            raise ApiProblem(403, f"Somebody else has set this password. {WITH_A_BROWSER} and choose one of your own.")
    except TooManyError as error:
        raise Throttled(wait=int((error.until - timezone.now()).total_seconds())) from None
    return make_jwt(user)


def _ask_second_factor(user: Any, code: str) -> None:
    if device_of(user) is None:
        if must_have_one(user):
            raise ApiProblem(403, f"This account needs a second factor. {WITH_A_BROWSER} and set it up.")
    elif not code:
        raise ApiProblem(401, "Send the code of your authenticator too, as “code”.")
    elif verify(user, code) is None:
        raise ApiProblem(401, "The code is not right, was used before, or is too old.")


def make_jwt(user: Any, typed_at: datetime | None = None) -> str:
    """Return a JWT for twelve hours. It ends early with another password, a closed account, and `end_sessions`.

    `typed_at` is when the password was typed, where that was not now: seven days after it no JWT holds.
    """
    now = timezone.now()
    typed_at = typed_at or now
    claims = {
        **{"sub": str(user.pk), "iat": now, "exp": min(now + LIFETIME, typed_at + RENEWED_FOR)},
        # OpenID Connect's name for it.
        **{"auth_time": int(typed_at.timestamp())},
        **{"session": _session(user), "generation": generation_of(user)},
    }
    return jwt.encode(claims, _key(settings.SECRET_KEY), ALGORITHM)


def renew(request: HttpRequest) -> str:
    """Return a fresh JWT for one that holds.

    Raises:
        ApiProblem: 403 for a token that was made in the CMS: it stays what it is.
    """
    text = request.headers["Authorization"].split()[-1]
    if APIToken.validate_token_format(text) or (claims := _claims(text)) is None:
        raise ApiProblem(403, "Only a login is renewed.")
    user, _scopes = request.auth  # type: ignore[attr-defined]
    return make_jwt(user, datetime.fromtimestamp(claims.get("auth_time", claims["iat"]), UTC))


def _by_jwt(text: str) -> Identity | None:
    claims = _claims(text)
    if claims is None or not claims["sub"].isdigit():
        return None
    user = get_user_model().objects.select_related("login_state").filter(pk=claims["sub"]).first()
    return (user, ALL_SCOPES) if user is not None and _still_holds(claims, user) else None


def _claims(text: str) -> dict[str, Any] | None:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with suppress(jwt.InvalidTokenError):
            found: dict[str, Any] = jwt.decode(
                text, _key(secret), [ALGORITHM], options={"require": ["exp", "iat", "sub"]}
            )
            return found
    return None


def _still_holds(claims: dict[str, Any], user: Any) -> bool:
    # A token of a version before generations carries none, and holds as long as nothing was ended.
    return claims.get("session") == _session(user) and claims.get("generation", 0) == generation_of(user)


def _session(user: Any) -> str:
    """Return what changes with the password."""
    return str(user.get_session_auth_hash()[:16])


def _key(secret: str | bytes) -> bytes:
    return hashlib.sha256(b"cms.api.jwt " + force_bytes(secret)).digest()


class Bearer(HttpBearer):
    """A token or JWT must be sent; `request.auth` is then the user with the scopes."""

    def __call__(self, request: HttpRequest) -> Identity:
        """Return who sends the request.

        Raises:
            ApiProblem: 401 without a token that holds.
        """
        found = identify(request)
        if found[0] is None:
            raise ApiProblem(401, "Log in first: send a token as “Authorization: Bearer …”.")
        request.user = found[0]
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Identity:
        """Answer what the base class asks for; `__call__` decides."""
        return self(request)


def require(request: HttpRequest, scope: str) -> Any:
    """Return the user of a request whose token has the scope.

    Raises:
        ApiProblem: 403 naming the scope.
    """
    user, scopes = request.auth  # type: ignore[attr-defined]
    if scope not in scopes:
        raise ApiProblem(403, f"The token lacks the scope “{scope}”.")
    return user
