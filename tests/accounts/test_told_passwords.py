"""A password that an administrator has set for somebody is changed by its owner before anything else is shown."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.accounts import factor
from cms.accounts.told import is_told

TOLD, OWN = "sepia kettle 40 orbit", "amber ladder 17 comet"
PASSWORD = "/admin/second-factor/password/"
BO = {"username": "bo", "email": "bo@site.example", "first_name": "Bo", "last_name": "Ek"}


@pytest.fixture
def anna(db: None, client: Client) -> Any:
    """The administrator, logged in as `client`."""
    anna = get_user_model().objects.create_superuser("anna", "anna@site.example", TOLD)
    client.force_login(anna)
    return anna


def user_form(**changed: Any) -> dict[str, Any]:
    return {**BO, "password1": TOLD, "password2": TOLD, "is_superuser": "on", **changed}


@pytest.fixture
def bo(anna: Any, client: Client) -> Any:
    """Somebody whose account the administrator has made in the admin."""
    client.post("/admin/users/new/", user_form())
    return get_user_model().objects.get(username="bo")


def browser_of(name: str = "bo", password: str = TOLD) -> Client:
    browser = Client()
    browser.post("/admin/login/", {"username": name, "password": password, "next": "/admin/"})
    return browser


def choose(browser: Client, first: str, second: str | None = None, **more: str) -> Any:
    return browser.post(PASSWORD, {"new_password1": first, "new_password2": second or first, **more})


def is_in(browser: Client) -> bool:
    return bool(browser.get("/admin/").status_code == 200)


def test_nothing_opens_before_the_owner_has_chosen_a_password(bo: Any) -> None:
    browser, other = browser_of(), browser_of()
    for path in (
        "/admin/",
        "/admin/account/",
        "/admin/second-factor/",
        "/admin/second-factor/set-up/",
        "/admin/users/",
    ):
        assert browser.get(path)["Location"].startswith(f"{PASSWORD}?next="), path
    assert browser.post("/admin/users/new/", user_form(username="eve")).status_code == 302
    assert not get_user_model().objects.filter(username="eve").exists()
    page = browser.get(PASSWORD).content.decode()
    assert "Somebody else has set the password" in page
    assert 'href="/admin/users/"' not in page, "nothing of the admin is shown"
    assert choose(browser, OWN, next="/admin/users/")["Location"] == "/admin/users/"
    assert is_in(browser)
    assert not is_in(other), "whoever knew the password that was told is out"
    assert is_in(browser_of(password=OWN))
    assert browser.get(PASSWORD)["Location"] == "/admin/account/", "once is enough"


def test_the_password_that_was_told_is_not_one_s_own(bo: Any) -> None:
    browser = browser_of()
    assert '<li class="error">Somebody else knows this password' in choose(browser, TOLD).content.decode()
    assert choose(browser, OWN, "other").status_code == 200
    assert choose(browser, "short").status_code == 200
    assert not is_in(browser)


def test_the_form_says_so_and_one_s_own_password_is_not_told(anna: Any, client: Client, bo: Any) -> None:
    said = "Its owner must choose another one"
    assert said in client.get("/admin/users/new/").content.decode()
    assert said in client.get(f"/admin/users/edit/{bo.pk}/").content.decode()
    assert said not in client.get(f"/admin/users/edit/{anna.pk}/").content.decode()
    own = {**BO, "username": "anna", "email": "anna@site.example", "password1": OWN, "password2": OWN}
    client.post(f"/admin/users/edit/{anna.pk}/", own)
    assert is_in(browser_of("anna", OWN))


def test_a_password_set_anew_is_told_again_and_other_changes_tell_nothing(bo: Any, client: Client) -> None:
    choose(browser_of(), OWN)
    edit = f"/admin/users/edit/{bo.pk}/"
    client.post(edit, user_form(password1="", password2="", is_active="on", last_name="Ekman"))
    assert is_in(browser_of(password=OWN))
    client.post(edit, user_form(is_active="on"))
    assert not is_in(browser_of())
    assert browser_of().get("/admin/")["Location"].startswith(PASSWORD)


def test_the_link_to_choose_a_password_and_the_operator_s_commands_tell_nothing(bo: Any) -> None:
    assert is_told(bo)
    Client().post("/admin/password_reset/", {"email": bo.email})
    link = re.search(r"/admin/password_reset/confirm/\S+", str(mail.outbox[-1].body))
    assert link
    browser = Client()
    form = browser.get(link[0], follow=True).redirect_chain[-1][0]
    browser.post(form, {"new_password1": OWN, "new_password2": OWN})
    assert is_in(browser_of(password=OWN))


def test_who_was_made_by_the_operator_is_asked_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", OWN)
    call_command("createsuperuser", "--noinput", "--username=ada", "--email=ada@site.example", verbosity=0)
    assert is_in(browser_of("ada", OWN))


def test_the_code_comes_before_and_setting_up_after(bo: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_FOR = ["everybody"]
    browser = browser_of()
    assert browser.get("/admin/")["Location"].startswith(PASSWORD)
    choose(browser, OWN)
    assert browser.get("/admin/")["Location"].startswith("/admin/second-factor/set-up/")
    device = TOTPDevice.objects.create(user=bo, confirmed=True)
    second = browser_of(password=OWN)
    assert second.get(PASSWORD)["Location"].startswith("/admin/second-factor/code/")
    assert factor.verify(bo, f"{totp(device.bin_key):06d}")


def test_the_api_says_so_too(bo: Any) -> None:
    def login(password: str) -> Any:
        sent = {"login": "bo", "password": password}
        return Client().post("/++api++/@login", sent, content_type="application/json")

    assert login(TOLD).status_code == 403
    assert "with a browser and choose one of your own" in login(TOLD).json()["detail"]
    choose(browser_of(), OWN)
    assert login(OWN).status_code == 200
