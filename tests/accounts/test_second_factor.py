"""The second factor: setting it up, logging in with it, losing it; at the form and at the API."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Collection

from cms.accounts import factor
from cms.accounts.models import RecoveryCode
from cms.assessment.roles import make_assessor_group

PASSWORD = "sepia kettle 40 orbit"
SET_UP, CODE = "/admin/second-factor/set-up/", "/admin/second-factor/code/"


@pytest.fixture
def anna(db: None) -> Any:
    return get_user_model().objects.create_superuser("anna", "anna@site.example", PASSWORD)


def code_of(user: Any, later: int = 0) -> str:
    """What the authenticator shows; each is taken once, so the next login needs a later one."""
    device = TOTPDevice.objects.get(user=user)
    device_time = int(time.time()) + 30 * later
    return f"{totp(device.bin_key, t0=int(time.time()) - device_time):06d}"


def set_up(client: Client, user: Any) -> list[str]:
    """Set the second factor up in the browser; the recovery codes."""
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": code_of(user)}).content.decode()
    return re.findall(r"<code>((?:[a-z2-7]{5}-){4}[a-z2-7]{5})</code>", page)


def log_in(user: Any) -> Client:
    browser = Client()
    browser.login(username=user.username, password=PASSWORD)
    return browser


def test_the_secret_is_drawn_without_style_or_script(anna: Any, client: Client) -> None:
    client.force_login(anna)
    page = client.get(SET_UP).content.decode()
    drawn = re.search(r'role="img".*?</svg>', page, re.DOTALL)
    assert drawn
    assert "style=" not in drawn[0]
    assert "<script" not in drawn[0]
    assert factor.secret_of(TOTPDevice.objects.get(user=anna)) in page


def test_after_the_password_the_code_is_asked_for_and_each_is_good_once(anna: Any, client: Client) -> None:
    client.force_login(anna)
    assert len(set_up(client, anna)) == 8
    browser = log_in(anna)
    asked = browser.get("/admin/pages/?p=2")
    assert asked["Location"] == f"{CODE}?next=%2Fadmin%2Fpages%2F%3Fp%3D2"
    assert browser.get("/admin/second-factor/").status_code == 302, "nor can it be turned off"
    used = browser.post(CODE, {"code": code_of(anna)})
    assert '<li class="error">This code is not right, was used before' in used.content.decode(), (
        "the one that set it up"
    )
    before = browser.session.session_key
    let_in = browser.post(CODE, {"code": code_of(anna, later=1), "next": "/admin/pages/"})
    assert let_in["Location"] == "/admin/pages/"
    assert browser.session.session_key != before
    assert browser.get("/admin/").status_code == 200


def test_the_way_on_stays_on_this_site(anna: Any, client: Client) -> None:
    client.force_login(anna)
    set_up(client, anna)
    browser = log_in(anna)
    let_in = browser.post(CODE, {"code": code_of(anna, later=1), "next": "https://evil.example/"})
    assert let_in["Location"] == "/admin/"


def test_a_recovery_code_lets_in_once_and_is_kept_as_a_hash(anna: Any, client: Client) -> None:
    client.force_login(anna)
    codes = set_up(client, anna)
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}
    assert log_in(anna).post(CODE, {"code": codes[0].upper()})["Location"] == "/admin/"
    assert "is not right" in log_in(anna).post(CODE, {"code": codes[0]}).content.decode()
    fresh = client.post("/admin/second-factor/codes/").content.decode()
    assert codes[1] not in fresh
    assert "is not right" in log_in(anna).post(CODE, {"code": codes[1]}).content.decode()


def test_codes_are_noted_like_passwords_without_names(
    anna: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(anna)
    codes = set_up(client, anna)
    caplog.set_level("INFO", "cms.accounts")
    browser = log_in(anna)
    browser.post(CODE, {"code": "000000"})
    browser.post(CODE, {"code": codes[0]})
    said = [record.getMessage() for record in caplog.records if record.name == "cms.accounts.factor"]
    right = f"Account {anna.pk} has shown its second factor: a recovery code."
    assert said == [f"A code of account {anna.pk} was not right.", right]


def test_codes_cannot_be_guessed(anna: Any, client: Client, settings: Any) -> None:
    client.force_login(anna)
    set_up(client, anna)
    settings.LOGIN_TRIES = 100
    browser = log_in(anna)
    pages = [browser.post(CODE, {"code": "000000"}).content.decode() for _ in range(6)]
    assert "Too many tries" in pages[-1]
    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("roles", "asked"), [(["administrators"], False), (["assessors"], True), (["everybody"], True)]
)
def test_who_must_have_one_gets_no_further_without(db: None, settings: Any, roles: list[str], asked: bool) -> None:
    settings.SECOND_FACTOR_FOR = roles
    bo = get_user_model().objects.create_user("bo", "bo@site.example", PASSWORD)
    bo.groups.add(make_assessor_group())
    browser = log_in(bo)
    answer = browser.get("/admin/applications/")
    assert (answer.status_code == 302) is asked
    if asked:
        assert answer["Location"].startswith(SET_UP)
        assert browser.get(SET_UP).status_code == 200
        set_up(browser, bo)
        assert browser.get("/admin/applications/").status_code == 200
        browser.post("/admin/second-factor/turn-off/")
        assert TOTPDevice.objects.filter(user=bo).exists()


def add_collection(client: Client, name: str) -> bool:
    """Send a form of the admin; tell whether it was taken."""
    root = Collection.get_first_root_node().pk
    client.post("/admin/collections/add/", {"name": name, "parent": root})
    return Collection.objects.filter(name=name).exists()


def test_what_was_begun_before_it_was_compulsory_is_not_lost(
    anna: Any, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade in the middle of somebody's work, an hour after the login."""
    began = timezone.now()
    client.login(username="anna", password=PASSWORD)
    settings.SECOND_FACTOR_FOR = ["everybody"]
    monkeypatch.setattr(timezone, "now", lambda: began + timedelta(minutes=60))
    assert add_collection(client, "Begun before")
    led = client.get("/admin/collections/?p=1", follow=True)
    confirm = "/admin/second-factor/confirm/"
    assert [where.partition("?")[0] for where, _status in led.redirect_chain] == [SET_UP, confirm]
    led = client.post(confirm, {"password": PASSWORD, "next": led.context["next"]}, follow=True)
    assert "then you go on where you were" in led.content.decode()
    assert "autofocus" not in led.content.decode(), "it would roll the page down, past these words"
    on, _status = led.redirect_chain[-1]
    assert 'href="/admin/collections/?p=1"' in client.post(on, {"code": code_of(anna)}).content.decode()
    assert client.get("/admin/collections/").status_code == 200


def test_that_is_for_half_an_hour_and_not_for_who_logs_in(
    anna: Any, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.login(username="anna", password=PASSWORD)
    settings.SECOND_FACTOR_FOR = ["everybody"]
    assert client.get("/admin/").status_code == 302, "from now on"
    assert not add_collection(log_in(anna), "By who knows the password")
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not add_collection(client, "Late")


def test_the_api_asks_for_the_code_too(anna: Any, client: Client, settings: Any) -> None:
    def login(**body: str) -> Any:
        sent = {"login": "anna", "password": PASSWORD, **body}
        return client.post("/++api++/@login", sent, content_type="application/json")

    assert login().status_code == 200
    settings.SECOND_FACTOR_FOR = ["administrators"]
    assert login().status_code == 403
    assert "Log in to the CMS with a browser and set it up" in login().json()["detail"]
    client.force_login(anna)
    set_up(client, anna)
    assert "Send the code" in login().json()["detail"]
    assert login(code="123456").status_code == 401
    assert login(code=code_of(anna, later=1)).status_code == 200


def test_the_operator_takes_it_off_for_who_has_lost_it(anna: Any, client: Client) -> None:
    client.force_login(anna)
    set_up(client, anna)
    call_command("reset_second_factor", "anna")
    assert client.get("/admin/").status_code == 302, "its sessions end"
    assert log_in(anna).get("/admin/").status_code == 200
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody")


def test_one_turns_ones_own_off(anna: Any, client: Client) -> None:
    client.force_login(anna)
    set_up(client, anna)
    client.post("/admin/second-factor/turn-off/")
    assert log_in(anna).get("/admin/").status_code == 200
