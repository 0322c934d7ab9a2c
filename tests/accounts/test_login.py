"""Passwords: how often they may be tried, at the form and at the API; which are taken; mails to reset them."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

LOGIN = "/admin/login/"
API_LOGIN = "/++api++/@login"
PASSWORD = "sepia kettle 40 orbit"


@pytest.fixture
def anna(db: None) -> Any:
    return get_user_model().objects.create_superuser("anna", "anna@site.example", PASSWORD)


@pytest.fixture(autouse=True)
def few_tries(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand, so that no stretch of time ends in the middle of counting."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    settings.LOGIN_TRIES, settings.LOGIN_TRIES_FROM_ADDRESS = 3, 7


def form(client: Client, password: str, name: str = "anna", address: str = "198.51.100.7") -> Any:
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address)


def test_too_many_passwords_at_the_form_are_told_to_wait(anna: Any, client: Client) -> None:
    said = [form(client, "wrong").content.decode() for _ in range(4)]
    assert ["Too many tries" in page for page in said] == [False, False, False, True]
    refused = form(client, PASSWORD)
    assert "Too many tries. Wait until" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_name_is_counted_whether_it_exists_or_not(anna: Any, client: Client) -> None:
    for name in ("anna", "nobody"):
        pages = ["Too many tries" in form(client, "wrong", name).content.decode() for _ in range(4)]
        assert pages == [False, False, False, True]


def test_a_stranger_does_not_lock_the_owner_out(anna: Any, client: Client) -> None:
    for _ in range(5):
        form(client, "wrong", address="203.0.113.9")
    assert form(client, PASSWORD).status_code == 302


def test_one_place_cannot_try_many_names(anna: Any, client: Client) -> None:
    pages = ["Too many tries" in form(client, "wrong", f"name{number}").content.decode() for number in range(9)]
    assert pages == [False] * 7 + [True] * 2


def test_form_and_api_count_together(anna: Any, client: Client) -> None:
    for _ in range(2):
        form(client, "wrong")
    answers = [
        client.post(
            API_LOGIN, {"login": "anna", "password": "x"}, content_type="application/json", REMOTE_ADDR="198.51.100.7"
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [401, 429]
    assert 0 < int(answers[1]["Retry-After"]) <= 901


def test_mails_to_reset_a_password_are_few_and_the_answer_is_the_same(anna: Any, client: Client) -> None:
    answers = [client.post("/admin/password_reset/", {"email": "anna@site.example"}) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {302}
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        (PASSWORD, True),
        ("kärrynpyörä " * 6, True),
        ("x" * 20, False),
        ("short-one", False),
        ("123456789012", False),
        ("anna@site.example", False),
        ("perennial-assessor-1", False),
        ("8305571946203", True),
    ],
)
def test_passwords_are_long_and_not_what_everybody_guesses(anna: Any, password: str, is_taken: bool) -> None:
    try:
        validate_password(password, anna)
    except ValidationError:
        assert not is_taken
    else:
        assert is_taken


def test_logins_are_noted_without_names(anna: Any, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "cms.accounts")
    form(client, "my other secret", "my secret typed as a name")
    form(client, PASSWORD)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("cms.accounts")]
    assert said == ["A login has failed.", f"Account {anna.pk} has logged in."]
