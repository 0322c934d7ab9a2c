"""How long a session holds, serious matters, and seeing and ending one's sessions."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

PASSWORD = "sepia kettle 40 orbit"
USERS = "/admin/users/new/"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> Any:
        return self.now

    def forward(self, **delta: int) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def anna(db: None) -> Any:
    return get_user_model().objects.create_superuser("anna", "anna@site.example", PASSWORD)


def is_in(client: Client) -> bool:
    return bool(client.get("/admin/").status_code == 200)


def test_a_session_left_alone_ends(anna: Any, client: Client, clock: Clock) -> None:
    client.force_login(anna)
    clock.forward(minutes=119)
    assert is_in(client)
    clock.forward(minutes=119)
    assert is_in(client), "who works stays in"
    clock.forward(minutes=121)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/admin/login/")
    assert "Your session has ended" in answer.content.decode()


def test_a_tab_that_asks_by_itself_is_nobody_at_work(anna: Any, client: Client, clock: Clock) -> None:
    client.force_login(anna)
    for _ in range(5):
        clock.forward(minutes=30)
        client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    assert not is_in(client)


def test_no_session_outlives_the_day_however_busy(anna: Any, client: Client, clock: Clock) -> None:
    client.force_login(anna)
    for _ in range(12):
        clock.forward(minutes=59)
        assert is_in(client)
    clock.forward(minutes=59)
    assert not is_in(client)


def test_serious_matters_want_the_password_again(anna: Any, client: Client, clock: Clock) -> None:
    client.force_login(anna)
    assert client.get(USERS).status_code == 200
    clock.forward(minutes=31)
    assert client.get("/admin/users/").status_code == 200, "looking is no matter"
    assert client.get("/admin/account/").status_code == 302, "one's own mail address is there"
    for action in ("delete", "assign_role", "set_active_state"):
        together = client.get(f"/admin/bulk/auth/user/{action}/?id={anna.pk}&next=/admin/users/")
        assert together["Location"].startswith("/admin/second-factor/confirm/"), "so is it for several at once"
    asked = client.get(USERS)
    assert asked["Location"] == "/admin/second-factor/confirm/?next=%2Fadmin%2Fusers%2Fnew%2F"
    assert "not your password" in client.post(asked["Location"], {"password": "wrong"}).content.decode()
    confirmed = client.post(asked["Location"], {"password": PASSWORD, "next": USERS})
    assert confirmed["Location"] == USERS
    assert client.get(USERS).status_code == 200


def test_a_form_that_was_open_is_still_taken_and_after_long_said_not_to_be(
    anna: Any, client: Client, clock: Clock
) -> None:
    client.force_login(anna)
    clock.forward(minutes=45)
    assert client.post(USERS, {}).status_code == 200, "its own errors"
    clock.forward(minutes=30)
    answer = client.post(USERS, {}, follow=True)
    assert "Nothing was changed" in answer.content.decode()


def test_sessions_are_seen_and_ended_by_their_owner_and_by_the_operator(anna: Any, client: Client) -> None:
    telephone = Client()
    for browser in (client, telephone):
        browser.force_login(anna)
    page = client.get("/admin/second-factor/").content.decode()
    assert page.count("<tr><td>") == 2
    client.post("/admin/second-factor/end-sessions/")
    assert is_in(client)
    assert not is_in(telephone)
    call_command("end_sessions", "anna")
    assert not is_in(client)
    with pytest.raises(CommandError, match="--all"):
        call_command("end_sessions")


def test_the_number_of_a_session_changes_at_login(anna: Any, client: Client) -> None:
    client.get("/admin/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = client.cookies["sessionid"].value
    client.post("/admin/login/", {"username": "anna", "password": PASSWORD, "next": "/admin/"})
    assert client.cookies["sessionid"].value != before
