"""The proof of work: the ALTCHA protocol, checked with ALTCHA's own library; each proof good for one application."""

import base64
import json
from datetime import timedelta
from typing import Any

import altcha
import pytest
from applicants import ORIGIN, Post
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.issuance.endpoint import proof
from cms.issuance.models import Application

Fields = dict[str, str]


@pytest.fixture(autouse=True)
def _small(settings: Any) -> None:
    settings.PROOF_NUMBERS = 200


def payload(challenge: dict[str, Any]) -> str:
    """Solve as the library of ALTCHA does."""
    solution = altcha.solve_challenge_v1(
        challenge["challenge"], challenge["salt"], challenge["algorithm"], challenge["maxnumber"]
    )
    assert solution is not None
    return base64.b64encode(json.dumps({**challenge, "number": solution.number}).encode()).decode()


@pytest.fixture
def solved(client: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    """A proof, as old as the form that was filled in meanwhile."""
    challenge = client.get("/apply/challenge", headers={"Origin": ORIGIN})
    assert challenge["Access-Control-Allow-Origin"] == ORIGIN
    assert challenge["Cache-Control"] == "no-store"
    later = timezone.now() + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    return payload(challenge.json())


def test_a_proof_widens_the_limits(post: Post, fields: Fields, solved: str, settings: Any) -> None:
    settings.HOURLY_LIMIT_WITHOUT_PROOF = 0
    assert post(fields).status_code == 429
    assert post({**fields, "altcha": solved}).status_code == 303


def test_a_proof_is_good_for_one_application(post: Post, fields: Fields, solved: str) -> None:
    post({**fields, "altcha": solved})
    again = post({**fields, "name": "Somebody else", "altcha": solved})
    assert again.status_code == 409
    page = again.content.decode()
    assert "Somebody else" in page
    assert solved not in page
    assert Application.objects.count() == 1
    assert post({**fields, "name": "Somebody else"}).status_code == 303


def test_a_form_that_is_corrected_keeps_its_proof(post: Post, fields: Fields, solved: str) -> None:
    page = post({**fields, "name": "", "altcha": solved}).content.decode()
    assert solved in page
    assert post({**fields, "altcha": solved}).status_code == 303


@pytest.mark.django_db
def test_only_our_pages_may_read_a_challenge(client: Client) -> None:
    for origin in ("https://foreign.example", "null"):
        assert "Access-Control-Allow-Origin" not in client.get("/apply/challenge", headers={"Origin": origin})


@pytest.mark.parametrize(
    "change",
    [
        {"number": 7_000},
        {"signature": "0" * 64},
        {"challenge": "0" * 64},
        {"salt": "made up"},
        {"number": "many"},
        {"number": 1e400},
    ],
)
def test_a_forged_proof_is_none(solved: str, change: dict[str, Any]) -> None:
    assert proof.proof_in(solved)
    content = json.loads(base64.b64decode(solved)) | change
    assert proof.proof_in(base64.b64encode(json.dumps(content).encode()).decode()) == ""


def test_digits_cannot_be_moved_from_the_number_into_the_time(solved: str) -> None:
    content = json.loads(base64.b64decode(solved))
    number = str(content["number"])
    content |= {"salt": content["salt"] + number[:-1], "number": int(number[-1])}
    moved = proof.proof_in(base64.b64encode(json.dumps(content).encode()).decode())
    # The hash is the same, and so is the challenge: the proof stays the one that can be spent once.
    assert moved in {"", content["challenge"]}


@pytest.mark.parametrize(("age", "good"), [(1, False), (4, True), (6 * 3600 - 5, True), (6 * 3600 + 5, False)])
def test_a_form_that_comes_too_quick_or_too_late_counts_as_without_proof(
    monkeypatch: pytest.MonkeyPatch, age: int, good: bool
) -> None:
    made = proof.make_challenge()
    solved = payload(made)
    then = timezone.now() + timedelta(seconds=age)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert bool(proof.proof_in(solved)) is good


@given(st.text(max_size=80))
def test_any_text_in_the_place_of_a_proof_is_none(text: str) -> None:
    assert proof.proof_in(text) == ""
    assert proof.proof_in(base64.b64encode(text.encode(errors="replace")).decode()) == ""
