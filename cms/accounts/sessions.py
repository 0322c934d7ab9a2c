"""How long a session holds, when its owner last showed the password, which sessions somebody has, and their end."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from cms.accounts.models import LoginState
from cms.accounts.policy import must_have_one
from cms.accounts.told import is_told

BEGAN, SEEN, CONFIRMED = "accounts_began", "accounts_seen", "accounts_confirmed"
# Set at the login: another password, set by whomever, ends the session by itself.
TOLD = "accounts_told"
# When the second factor was first missed in a session that began without the need for one.
MISSED = "accounts_missed"
MINUTE = 60
# Written down so often at most, so that reading the admin is no write each time.
NOTE = 60
# A form that was opened while the password was fresh may be sent so much later.
GRACE = 2
# So many minutes may be used to send what was begun before a second factor was needed.
FINISH = 30


def begin(request: HttpRequest, user: Any) -> None:
    """Note that somebody has logged in just now."""
    now = _now()
    request.session.update({BEGAN: now, SEEN: now, CONFIRMED: now, TOLD: is_told(user)})
    if must_have_one(user):
        request.session[MISSED] = 0


def is_over(request: HttpRequest) -> bool:
    """Tell whether the session is older than a session may be, or was left alone for too long."""
    now = _now()
    session = request.session
    if BEGAN not in session:
        return False
    idle = settings.SESSION_IDLE_MINUTES * MINUTE
    return bool(
        now - session[BEGAN] > settings.SESSION_COOKIE_AGE or (idle and now - session.get(SEEN, session[BEGAN]) > idle)
    )


def note(request: HttpRequest) -> None:
    """Note that somebody is at work."""
    now = _now()
    if BEGAN not in request.session:
        request.session[BEGAN] = now
    if now - request.session.get(SEEN, 0) >= NOTE:
        request.session[SEEN] = now


def confirm(request: HttpRequest) -> None:
    """Note that the password was shown again; the session gets another number."""
    request.session.cycle_key()
    request.session[CONFIRMED] = _now()


def is_confirmed(request: HttpRequest) -> bool:
    """Tell whether the password was shown lately: for sending a form somewhat longer ago than for opening it."""
    allowed = settings.CONFIRM_MINUTES * MINUTE * (1 if request.method in {"GET", "HEAD"} else GRACE)
    return _now() - request.session.get(CONFIRMED, 0) <= allowed


def may_finish(request: HttpRequest) -> bool:
    """Tell whether a form was begun before its sender needed a second factor, and may still be sent.

    So it is in a session that began before the setting or the right was given, for a while after the first miss. Who
    logs in knows from the start.
    """
    if MISSED not in request.session:
        request.session[MISSED] = _now()
    # A form may ask for something while it is filled in; other pages are not opened.
    is_form = request.method not in {"GET", "HEAD"} or request.headers.get("x-requested-with") == "XMLHttpRequest"
    return is_form and _now() - request.session[MISSED] <= FINISH * MINUTE


@dataclass(frozen=True)
class Held:
    """A session of somebody: when it began and was last used; whether it is the one that asks."""

    began: datetime | None
    seen: datetime | None
    is_this: bool


def sessions_of(user: Any, this: str | None) -> list[Held]:
    """Return the sessions of somebody, the latest first."""
    found = [
        Held(_moment(data.get(BEGAN)), _moment(data.get(SEEN)), row.session_key == this)
        for row, data in _rows()
        if data.get(SESSION_KEY) == str(user.pk)
    ]
    return sorted(found, key=lambda held: (held.is_this, held.seen or datetime.min.replace(tzinfo=UTC)), reverse=True)


def end_sessions(user: Any = None, but: str | None = None) -> int:
    """End the sessions of somebody, or of everybody, but for one; return how many.

    Logins at the API end with them, all of them: they are signed tokens, which no row keeps.
    """
    with transaction.atomic():
        keys = [
            row.session_key
            for row, data in _rows()
            if row.session_key != but and (user is None or data.get(SESSION_KEY) == str(user.pk))
        ]
        Session.objects.filter(session_key__in=keys).delete()
        _begin_generation(user)
    return len(keys)


def generation_of(user: Any) -> int:
    """Return how often all logins of somebody were ended. No query where `login_state` was selected too."""
    state: LoginState | None = getattr(user, "login_state", None)
    return state.generation if state else 0


def _begin_generation(user: Any) -> None:
    accounts = get_user_model().objects.all() if user is None else get_user_model().objects.filter(pk=user.pk)
    without = accounts.filter(login_state=None).values_list("pk", flat=True)
    # Another process may make the same rows in this moment.
    LoginState.objects.bulk_create([LoginState(user_id=pk) for pk in without], ignore_conflicts=True)
    LoginState.objects.filter(user__in=accounts).update(generation=F("generation") + 1)


def _rows() -> list[tuple[Session, dict[str, Any]]]:
    """Return the sessions that hold. They are those of staff: readers and applicants have none."""
    return [(row, row.get_decoded()) for row in Session.objects.filter(expire_date__gt=timezone.now())]


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _now() -> int:
    return int(timezone.now().timestamp())
