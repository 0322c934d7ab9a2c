"""Middleware after the login: ends old sessions, asks for the second factor and for a password of one's own.

And for the password once more in serious matters.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import LazyObject
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.accounts import sessions
from cms.accounts.policy import device_of, must_have_one

# Where no session counts: the endpoint and the API.
WITHOUT_SESSION = ("/apply/", "/++api++/")
# The way in and out, and what its pages are made of.
ALWAYS_OPEN = frozenset(
    {
        *("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"),
        "accounts:code",
    }
)
# A tab left open asks by itself whether somebody else edits the page.
BY_ITSELF = "wagtailadmin_editing_sessions:"
# Accounts, rights, tokens, keys, webhooks, the second factor: but for the lists of them.
SERIOUS = (
    *(
        "wagtailusers_users:",
        "wagtailusers_groups:",
        "api_tokens:",
        "wagtailusers_api_tokens:",
        "webhooks:",
        "closing:",
        "wagtailadmin_account",
        "bulk:auth",
    ),
    *("accounts:set_up", "accounts:codes", "accounts:turn_off", "accounts:end_sessions", "accounts:password"),
)
# Where the password is typed once more: on the way to these pages too.
CONFIRM = "accounts:confirm"
SETTING_UP = frozenset({"accounts:set_up", CONFIRM})
BULK = "wagtail_bulk_action"
LISTS = (":index", ":index_results", ":choose", ":choose_results", ":chosen")


class GuardSessions:
    """Whoever has logged in with a session passes here; what has no session costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Send the request on, or to where something is asked first."""
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and not request.path_info.startswith(WITHOUT_SESSION):
            turned_away = self._turn_away(request)
            if turned_away is not None:
                return turned_away
        return self.get_response(request)

    def _turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        request.user = _plain(request.user)
        view = _view_name(request)
        if sessions.is_over(request):
            logout(request)
            messages.warning(request, _("Your session has ended. Log in again."))
            return None
        if not view.startswith(BY_ITSELF):
            sessions.note(request)
        if view in ALWAYS_OPEN:
            return None
        has_shown = getattr(request.user, "otp_device", None) is not None
        if not has_shown and device_of(request.user):
            return _ask(request, "accounts:code")
        if request.session.get(sessions.TOLD):
            if view not in {"accounts:password", CONFIRM}:
                return _ask(request, "accounts:password")
        elif not has_shown and view not in SETTING_UP and _misses_one(request):
            return _ask(request, "accounts:set_up")
        if view.startswith(SERIOUS) and not view.endswith(LISTS) and not sessions.is_confirmed(request):
            if request.method not in {"GET", "HEAD"}:
                messages.error(request, _("Nothing was changed: type your password first, then try once more."))
            return _ask(request, CONFIRM)
        return None


def _misses_one(request: HttpRequest) -> bool:
    return must_have_one(request.user) and not sessions.may_finish(request)


def _plain(user: Any) -> Any:
    """Return the account itself: django-otp wraps what Django has wrapped, and Wagtail's log unwraps but once."""
    while isinstance(user, LazyObject):
        user = user._wrapped
    return user


def _view_name(request: HttpRequest) -> str:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return ""
    # One view of Wagtail does what is done to several things at once; of which kind they are is in the address.
    return f"bulk:{match.kwargs.get('app_label')}" if match.view_name == BULK else match.view_name


def _ask(request: HttpRequest, view: str) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return redirect(f"{reverse(view)}?{urlencode({'next': request.get_full_path()})}")
