"""Logins at the API end where sessions end: by their owner, by the operator, with the account."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.api.http.identity import ALGORITHM, _key, identify, make_jwt

PASSWORD = "sepia kettle 40 orbit"
RENEW = "/++api++/@login-renew"


@pytest.fixture
def anna(db: None) -> Any:
    return get_user_model().objects.create_superuser("anna", "anna@site.example", PASSWORD)


def log_in(client: Client, name: str = "anna") -> str:
    sent = {"login": name, "password": PASSWORD}
    token: str = client.post("/++api++/@login", sent, content_type="application/json").json()["token"]
    return token


def holds(client: Client, token: str) -> bool:
    return client.post(RENEW, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_the_operator_ends_logins_at_the_api_too(anna: Any, client: Client) -> None:
    get_user_model().objects.create_superuser("bo", "bo@site.example", PASSWORD)
    first, of_bo = log_in(client), log_in(client, "bo")
    call_command("end_sessions", "anna")
    assert not holds(client, first)
    assert holds(client, of_bo)
    second = log_in(client)
    assert holds(client, second)
    call_command("end_sessions", "--all")
    assert not holds(client, second)
    assert not holds(client, of_bo)
    assert holds(client, log_in(client))


def test_the_owner_s_button_ends_logins_at_the_api_and_none_is_renewed_beyond_it(anna: Any, client: Client) -> None:
    token = log_in(client)
    renewed = client.post(RENEW, headers={"Authorization": f"Bearer {token}"}).json()["token"]
    client.force_login(anna)
    page = client.post("/admin/second-factor/end-sessions/", follow=True)
    assert "at the API too" in page.content.decode()
    assert not holds(client, token)
    assert not holds(client, renewed)


def test_an_account_that_was_closed_and_opened_again_has_no_login_of_before(anna: Any, client: Client) -> None:
    token = log_in(client)
    browser = Client()
    browser.force_login(anna)
    for is_active in (False, True):
        anna.is_active = is_active
        anna.save()
    assert not holds(client, token)
    assert browser.get("/admin/").status_code == 302
    assert holds(client, log_in(client))


def test_accounts_that_were_closed_together_have_no_login_of_before(anna: Any, client: Client) -> None:
    bo = get_user_model().objects.create_superuser("bo", "bo@site.example", PASSWORD)
    token, of_anna = log_in(client, "bo"), log_in(client)
    client.force_login(anna)
    for is_active in (False, True):
        address = f"/admin/bulk/auth/user/set_active_state/?id={bo.pk}&next=/admin/users/"
        client.post(address, {"mark_as_active": is_active})
        bo.refresh_from_db()
        assert bo.is_active is is_active
    assert not holds(client, token)
    assert holds(client, of_anna)


def test_a_login_of_the_version_before_holds_until_something_is_ended(anna: Any, client: Client) -> None:
    key = _key(django_settings.SECRET_KEY)
    claims = jwt.decode(make_jwt(anna), key, [ALGORITHM])
    del claims["generation"]
    old = jwt.encode(claims, key, ALGORITHM)
    assert holds(client, old)
    call_command("end_sessions", "anna")
    assert not holds(client, old)


def test_what_is_secret_or_personal_is_kept_by_no_cache(anna: Any, client: Client) -> None:
    sent = {"login": "anna", "password": PASSWORD}
    answer = client.post("/++api++/@login", sent, content_type="application/json")
    renewed = client.post(RENEW, headers={"Authorization": f"Bearer {answer.json()['token']}"})
    browser = Client()
    browser.force_login(anna)
    pages = [browser.get(path) for path in ("/admin/", "/admin/applications/", "/admin/second-factor/set-up/")]
    for response in (answer, renewed, *pages, client.get("/admin/login/"), client.get("/apply/status/x/")):
        assert "no-store" in response["Cache-Control"], response.request["PATH_INFO"]


def test_only_what_was_signed_here_is_a_login(anna: Any, client: Client) -> None:
    key = _key(django_settings.SECRET_KEY)
    claims = jwt.decode(make_jwt(anna), key, [ALGORITHM])
    assert holds(client, jwt.encode(claims, key, ALGORITHM))
    unending = {name: value for name, value in claims.items() if name != "exp"}
    for forged in (
        jwt.encode(claims, None, "none"),
        jwt.encode(claims, key, "HS512"),
        jwt.encode(claims, django_settings.SECRET_KEY.ljust(32), ALGORITHM),
        jwt.encode(unending, key, ALGORITHM),
        jwt.encode({**claims, "exp": claims["iat"] - 1}, key, ALGORITHM),
    ):
        assert not holds(client, forged)


def test_a_login_is_not_renewed_for_ever(anna: Any, client: Client) -> None:
    begun = timezone.now() - timedelta(days=7)
    almost, over = make_jwt(anna, begun + timedelta(minutes=1)), make_jwt(anna, begun - timedelta(minutes=1))
    assert not holds(client, over)
    renewed = client.post(RENEW, headers={"Authorization": f"Bearer {almost}"}).json()["token"]
    claims = jwt.decode(renewed, options={"verify_signature": False})
    assert claims["exp"] - timezone.now().timestamp() <= 60


def test_knowing_whether_a_login_holds_is_one_query(
    anna: Any, rf: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _generation in range(2):
        request = rf.get("/", headers={"Authorization": f"Bearer {make_jwt(anna)}"})
        with django_assert_num_queries(1):
            identify(request)
        call_command("end_sessions", "anna")
        anna = get_user_model().objects.get(pk=anna.pk)
