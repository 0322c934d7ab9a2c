"""Our credentials before an independent judge: Digital Bazaar's JavaScript libraries (see verify.mjs)."""

import copy
import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pytest_django import Settings

from cms.issuance.credentials import AwardFacts
from cms.issuance.credentials.documents import Document, did_document, status_list
from cms.issuance.credentials.issue import issue_badge
from cms.issuance.credentials.keys import load_public_keys, load_signing_key, make_signing_key
from cms.issuance.credentials.rotation import rotate_key
from cms.issuance.credentials.signing import sign_status_list
from tests.judges.judging import SENTENCES, Assets

JUDGE = Path(__file__).parent / "verify.mjs"
TAMPERINGS: dict[str, Callable[[Document], Any]] = {
    "name": lambda badge: badge.update(name="Grander"),
    "date": lambda badge: badge.update(validFrom="2020-01-01T00:00:00Z"),
    "achievement": lambda badge: badge["credentialSubject"]["achievement"].update(description="Grander"),
    "holder": lambda badge: badge["credentialSubject"]["identifier"][0].update(salt="other"),
    "status": lambda badge: badge["credentialStatus"].update(statusListIndex="43"),
    "issuer": lambda badge: badge["issuer"].update(name="A university"),
    "evidence": lambda badge: badge.update(evidence=[{"type": ["Evidence"], "narrative": "Added"}]),
    "undefined term": lambda badge: badge.update(grade="A"),
    "proof date": lambda badge: badge["proof"][0].update(created="2020-01-01T00:00:00Z"),
}


def ask(assets: Assets, credentials: Sequence[Document], revoked: Sequence[int] = ()) -> list[dict[str, Any]]:
    key = load_signing_key()
    signed = sign_status_list(status_list(1, revoked, key.public.created), key, key.public.created)
    question = {
        "did": did_document(load_public_keys()),
        "statusLists": {signed["id"]: signed},
        "credentials": credentials,
    }
    run = subprocess.run(
        [assets.node, str(JUDGE), str(assets.modules)], input=json.dumps(question), capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    answers: list[dict[str, Any]] = json.loads(run.stdout)
    return answers


def test_all_six_languages_verify(assets: Assets, make_facts: Callable[..., AwardFacts]) -> None:
    badges = [issue_badge(make_facts(language, narrative=SENTENCES[language])).credential for language in SENTENCES]
    for language, answer in zip(SENTENCES, ask(assets, badges), strict=True):
        assert answer == {"verified": True, "revoked": False, "reason": ""}, language


def test_tampering_is_found_in_every_field(assets: Assets, make_facts: Callable[..., AwardFacts]) -> None:
    good = issue_badge(make_facts("pl")).credential
    tampered = []
    for change in TAMPERINGS.values():
        badge = copy.deepcopy(good)
        change(badge)
        tampered.append(badge)
    for name, answer in zip(TAMPERINGS, ask(assets, tampered), strict=True):
        assert not answer["verified"], name


def test_a_revoked_badge_says_so(assets: Assets, make_facts: Callable[..., AwardFacts]) -> None:
    badges = [issue_badge(make_facts(index=index)).credential for index in (0, 42, 43, 131_071)]
    answers = ask(assets, badges, revoked=[0, 42, 131_071])
    assert [answer["verified"] for answer in answers] == [True, True, True, True]
    assert [answer["revoked"] for answer in answers] == [True, True, False, True]


def test_badges_of_an_old_key_verify_after_its_rotation(assets: Assets, make_facts: Callable[..., AwardFacts]) -> None:
    old = issue_badge(make_facts()).credential
    rotate_key()
    new = issue_badge(make_facts()).credential
    assert old["proof"][0]["verificationMethod"] != new["proof"][0]["verificationMethod"]
    assert all(answer["verified"] for answer in ask(assets, [old, new]))


def test_a_key_that_is_not_ours_is_rejected(
    assets: Assets, make_facts: Callable[..., AwardFacts], settings: Settings, tmp_path: Path
) -> None:
    facts = make_facts()
    ours = settings.KEYS_DIR
    settings.KEYS_DIR = tmp_path / "forger"
    make_signing_key()
    forged = issue_badge(facts).credential
    settings.KEYS_DIR = ours
    [answer] = ask(assets, [forged])
    assert not answer["verified"]
