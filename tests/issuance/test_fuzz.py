"""Whatever comes in, the endpoint answers; the test client raises for anything that would be a 500."""

from urllib.parse import quote, urlencode

import pytest
from applicants import ORIGIN
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = st.sampled_from(
    ["badge", "language", "name", "email", "route", "situation-attention", "evidence-1", "own_work", "website", "x"]
)
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(
        ["active-listening", "en", "fi", "yes", "prior", "a@b.example", "http://[::1", "https://x.example"]
    ),
)
TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "text/html",
        "",
        ";;",
    ]
)
FAST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CLEAR = {303, 400, 403, 413, 415, 422}


@pytest.mark.usefixtures("badge")
@FAST
@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=12))
def test_any_form_gets_an_answer(client: Client, pairs: list[tuple[str, str]]) -> None:
    body = urlencode([("badge", "active-listening"), ("language", "en"), *pairs])
    kind = "application/x-www-form-urlencoded"
    assert client.post("/apply/", body, content_type=kind, headers={"Origin": ORIGIN}).status_code in CLEAR


@pytest.mark.django_db
@FAST
@given(body=st.binary(max_size=300), kind=TYPES)
def test_any_bytes_get_an_answer(client: Client, body: bytes, kind: str) -> None:
    assert client.post("/apply/", body, content_type=kind, headers={"Origin": ORIGIN}).status_code in CLEAR


@pytest.mark.usefixtures("badge")
@FAST
@given(secret=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_link_gets_an_answer(client: Client, secret: str) -> None:
    assert client.get(f"/apply/confirm/{quote(secret, safe='')}/").status_code in {404, 410}
