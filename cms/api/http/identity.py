"""Who sends a request: nobody in particular, the owner of a token, or somebody who logged in and got a JWT."""

import hashlib
from datetime import timedelta
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
from cms.api.models import ALL_SCOPES, TokenGrant
from cms.api.problems import ApiProblem
from cms.issuance.limits import TooManyError

ALGORITHM = "HS256"
LIFETIME = timedelta(hours=12)
# How often `last_used_at` is written, at most.
NOTE_USE = timedelta(minutes=1)
ADMIN = "wagtailadmin.access_admin"

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
        ApiProblem: 401; it does not say whether the name or the password is wrong. 401 or 403 for the second factor.
        Throttled: tried too often, here or at the login form.
    """
    try:
        user = authenticate(request, username=name, password=password)
        if user is None or not user.has_perm(ADMIN):
            raise ApiProblem(401, "Wrong name or password.")
        _ask_second_factor(user, code)
    except TooManyError as error:
        raise Throttled(wait=int((error.until - timezone.now()).total_seconds())) from None
    return make_jwt(user)


def _ask_second_factor(user: Any, code: str) -> None:
    if device_of(user) is None:
        if must_have_one(user):
            raise ApiProblem(403, "Your role needs a second factor: log in to the CMS with a browser and set it up.")
    elif not code:
        raise ApiProblem(401, "Send the code of your authenticator too, as “code”.")
    elif verify(user, code) is None:
        raise ApiProblem(401, "The code is not right, was used before, or is too old.")


def make_jwt(user: Any) -> str:
    """Return a JWT for twelve hours. It ends early with another password, or when the account is closed."""
    now = timezone.now()
    claims = {"sub": str(user.pk), "iat": now, "exp": now + LIFETIME, "session": _session(user)}
    return jwt.encode(claims, _key(settings.SECRET_KEY), ALGORITHM)


def _by_jwt(text: str) -> Identity | None:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            claims = jwt.decode(text, _key(secret), [ALGORITHM], options={"require": ["exp", "sub"]})
        except jwt.InvalidTokenError:
            continue
        user = get_user_model().objects.filter(pk=claims["sub"]).first() if claims["sub"].isdigit() else None
        if user is not None and claims.get("session") == _session(user):
            return user, ALL_SCOPES
    return None


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
