"""The clock is set forwards or backwards: nothing is erased by mistake, nothing is sent twice, nobody is locked out."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms.issuance.ending.retention import purge_expired
from cms.issuance.endpoint import proof
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Application, Event
from tests.endpoint import form

YEARS = timedelta(days=3650)


@pytest.fixture
def stepped(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], Any]:
    """Let the clock be so much ahead (or, below zero, behind)."""
    now = timezone.now

    @contextmanager
    def step(by: timedelta) -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", lambda: now() + by)
            yield

    return step


@pytest.fixture
def applied(sample: Any, settings: Any) -> Callable[[int], int]:
    """Send an application, and return the status of the answer."""
    keys = [criterion["key"] for criterion in Achievement.objects.get(slug="listening", language="en").criteria]
    situations = {f"situation-{key}": form(1)["situation-one"] for key in keys}

    def send(number: int) -> int:
        fields = {name: text for name, text in form(number).items() if not name.startswith("situation")}
        client = Client(headers={"Origin": settings.PUBLIC_URL})
        return client.post("/apply/", {**fields, "badge": "listening", **situations}).status_code

    return send


def test_a_clock_that_leaps_forwards_erases_nothing(
    applied: Callable[[int], int], stepped: Callable[[timedelta], Any], caplog: pytest.LogCaptureFixture
) -> None:
    applied(1)
    purge_expired()
    with stepped(YEARS), caplog.at_level("WARNING"):
        purge_expired()
        assert Application.objects.get().state == "unconfirmed"
    assert "Nothing is erased before" in caplog.text
    assert "timedatectl" in caplog.text
    # The clock is right again: that is another leap, and after a day all is as it was.
    purge_expired()
    for day in (0.5, 1.5):
        with stepped(timedelta(days=day)):
            purge_expired()
    assert Application.objects.get().state == "unconfirmed"


def test_where_the_leap_was_true_the_work_is_done_a_day_later(
    applied: Callable[[int], int], stepped: Callable[[timedelta], Any]
) -> None:
    applied(1)
    purge_expired()
    with stepped(YEARS):
        purge_expired()
    with stepped(YEARS + timedelta(days=1, minutes=1)):
        purge_expired()
    assert not Application.objects.filter(state="unconfirmed").exists()


@pytest.mark.usefixtures("signing_key")
def test_a_clock_that_goes_backwards_is_told(
    applied: Callable[[int], int], stepped: Callable[[timedelta], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    applied(1)
    Event.objects.create(application=Application.objects.get(), actor="anna", to_state="submitted")
    with stepped(-YEARS), pytest.raises(CommandError, match="clock"):
        call_command("check_ready")
    assert "Set the clock: timedatectl" in capsys.readouterr().out


def test_a_mail_is_sent_once_whichever_way_the_clock_goes(
    applied: Callable[[int], int], stepped: Callable[[timedelta], Any], mailoutbox: list[Any]
) -> None:
    applied(1)
    with stepped(-YEARS):
        # Not due by this clock; it waits for the right one.
        assert deliver_mail().sent == 0
    assert deliver_mail().sent == 1
    with stepped(YEARS):
        assert deliver_mail().sent == 0
    assert len(mailoutbox) == 1


def test_applications_are_taken_whichever_way_the_clock_goes(
    applied: Callable[[int], int], stepped: Callable[[timedelta], Any], settings: Any
) -> None:
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 2
    assert [applied(number) for number in (1, 2, 3)] == [303, 303, 429]
    for number, by in enumerate((YEARS, -YEARS), start=4):
        with stepped(by):
            assert applied(number) == 303
            # Whoever was counted under the other time is not counted twice, and is let in again in its own hour.
            assert applied(number + 10) == 303
            assert applied(number + 20) == 429
    assert applied(30) == 429


def test_a_sum_from_before_a_step_of_the_clock_counts_as_none(
    stepped: Callable[[timedelta], Any], settings: Any
) -> None:
    """The form is taken all the same, under the limits of a browser without scripts."""
    settings.PROOF_NUMBERS = 1
    with stepped(-timedelta(minutes=1)):
        challenge = proof.make_challenge()
    payload = base64.b64encode(json.dumps({**challenge, "number": 1}).encode()).decode()
    assert proof.proof_in(payload) == challenge["challenge"]
    for by in (YEARS, -YEARS):
        with stepped(by):
            assert proof.proof_in(payload) == ""
