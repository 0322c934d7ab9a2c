"""Our credentials before judges that are not ours: verify.mjs and verifier-core.mjs in JavaScript, openbadgeslib.

The three share no line of code with each other or, but for openbadgeslib's primitives, with what issues. `make judge`
asks the published JSON schema as well.
"""

import copy
import dataclasses
import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3LdpVerifier
from pytest_django import Settings

from cms.issuance.credentials import AwardFacts
from cms.issuance.credentials.addresses import issuer_did
from cms.issuance.credentials.documents import Document, credential, did_document, status_list
from cms.issuance.credentials.endorsement import endorsement, sign_endorsement
from cms.issuance.credentials.issue import issue_badge
from cms.issuance.credentials.keys import (
    load_public_keys,
    load_signing_key,
    make_signing_key,
    mark_as_leaked,
    multikey,
)
from cms.issuance.credentials.rotation import rotate_key
from cms.issuance.credentials.signing import sign_document, sign_status_list
from tests.judges.judging import SENTENCES, node

Make = Callable[..., AwardFacts]
Answer = dict[str, Any]
SITE = "https://badges.example"


class Judge:
    """Asks one judge about credentials; the issuer's site is as `revoked` and the keys of now make it."""

    def __init__(self, name: str, packages: Path) -> None:
        self.name = name
        self.packages = packages

    def ask(self, credentials: Sequence[Document], revoked: Sequence[int] = ()) -> list[Answer]:
        key = load_signing_key()
        signed = sign_status_list(status_list(1, revoked, key.public.created), key, key.public.created)
        did = did_document(load_public_keys())
        if self.name == "openbadgeslib":
            return [self._openbadgeslib(one, did, signed) for one in credentials]
        question: dict[str, Any] = {"credentials": credentials}
        if self.name == "verify.mjs":
            question |= {"did": did, "statusLists": {signed["id"]: signed}}
        else:
            question["files"] = {f"{SITE}/.well-known/did.json": did, signed["id"]: signed}
        script = Path(__file__).parent / self.name
        command = [node(), str(script), str(self.packages.parent)]
        run = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        answers: list[Answer] = json.loads(run.stdout)
        return answers

    def _openbadgeslib(self, document: Document, did: Document, signed: Document) -> Answer:
        files = {f"{SITE}/.well-known/did.json": did, signed["id"]: signed}

        def download(url: str, *_: Any, **__: Any) -> bytes:
            return json.dumps(files[url]).encode()

        answer = {"verified": True, "revoked": False, "expired": False, "reason": ""}
        try:
            # Of a status list it wants a token, which nobody else does; so its signature is left to the others.
            OB3LdpVerifier.for_issuer_did(issuer_did()).verify(
                document, check_status=True, download=download, verify_status_list=False
            )
        except (LibOpenBadgesException, KeyError, ValueError) as error:
            reason = str(error)
            revoked, expired = "' is set at index" in reason, "expired" in reason
            answer = {"verified": revoked or expired, "revoked": revoked, "expired": expired, "reason": reason}
        return answer


@pytest.fixture(params=["verify.mjs", "verifier-core.mjs", "openbadgeslib"])
def judge(request: pytest.FixtureRequest, packages: Path) -> Judge:
    return Judge(request.param, packages)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every text, number and truth value of a document."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, number))
    else:
        yield path


def tampered(document: Document, path: tuple[Any, ...]) -> Document:
    """Return the document with one leaf changed."""
    changed = copy.deepcopy(document)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    old = place[path[-1]]
    place[path[-1]] = (not old) if isinstance(old, bool) else f"{old}x"
    return changed


def full(make_facts: Make, language: str = "pl") -> AwardFacts:
    """Return facts that fill every member that a badge of ours can have."""
    private = Ed25519PrivateKey.generate()
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    endorser = {"id": f"did:key:{multikey(private.public_key())}", "name": "Åbo", "url": "https://partner.example"}
    endorser["description"] = "Employer of adult educators"
    subject = f"{SITE}/achievements/active-listening.json"
    document = endorsement(
        "urn:uuid:5f0c1c34-9a1b-4a8d-9b0e-0a4f6f6f0001", endorser, subject, "Good.", moment, moment.replace(year=2126)
    )
    return dataclasses.replace(
        make_facts(language, narrative=SENTENCES[language]),
        valid_until=datetime(2126, 11, 20, tzinfo=UTC),
        endorsements=(sign_endorsement(document, private, moment),),
    )


def test_all_six_languages_verify(judge: Judge, make_facts: Make) -> None:
    badges = [issue_badge(full(make_facts, language)).credential for language in SENTENCES]
    for language, answer in zip(SENTENCES, judge.ask(badges), strict=True):
        assert (answer["verified"], answer["revoked"]) == (True, False), (language, answer)


def test_tampering_is_found_in_every_field(judge: Judge, make_facts: Make) -> None:
    good = issue_badge(full(make_facts)).credential
    paths = list(leaves(good))
    assert len(paths) > 60
    answers = judge.ask([*(tampered(good, path) for path in paths), {**good, "grade": "A"}])
    assert [path for path, answer in zip([*paths, "added"], answers, strict=True) if answer["verified"]] == []


def test_a_revoked_badge_says_so(judge: Judge, make_facts: Make) -> None:
    badges = [issue_badge(make_facts(index=index)).credential for index in (0, 42, 43, 131_071)]
    answers = judge.ask(badges, revoked=[0, 42, 131_071])
    assert [answer["verified"] for answer in answers] == [True, True, True, True]
    assert [answer["revoked"] for answer in answers] == [True, True, False, True]


def test_an_expired_badge_is_rejected(judge: Judge, make_facts: Make) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    facts = dataclasses.replace(make_facts(), issued_at=now - timedelta(9), valid_until=now - timedelta(1))
    key = load_signing_key()
    # Signed without the check at the end, which refuses what is not in force.
    signed = sign_document(credential(facts), key.private, f"{issuer_did()}#{key.public.multikey}", now)
    [answer] = judge.ask([{**signed, "proof": [signed["proof"]]}])
    assert answer.get("expired") or not answer["verified"]


def test_badges_of_an_old_key_verify_after_its_rotation(judge: Judge, make_facts: Make) -> None:
    old = issue_badge(make_facts()).credential
    rotate_key()
    new = issue_badge(make_facts()).credential
    assert old["proof"] != new["proof"]
    assert [answer["verified"] for answer in judge.ask([old, new])] == [True, True]


def test_badges_of_a_leaked_key_do_not(judge: Judge, make_facts: Make) -> None:
    badge = issue_badge(make_facts()).credential
    old = load_signing_key().public.multikey
    rotate_key()
    mark_as_leaked(old)
    assert not judge.ask([badge])[0]["verified"]


def test_a_key_that_is_not_ours_is_rejected(judge: Judge, make_facts: Make, settings: Settings, tmp_path: Path) -> None:
    facts = make_facts()
    ours = settings.KEYS_DIR
    settings.KEYS_DIR = tmp_path / "forger"
    make_signing_key()
    forged = issue_badge(facts).credential
    settings.KEYS_DIR = ours
    assert not judge.ask([forged])[0]["verified"]


def test_another_issuer_cannot_use_our_key(judge: Judge, make_facts: Make) -> None:
    badge = issue_badge(make_facts()).credential
    other = copy.deepcopy(badge)
    other["issuer"]["id"] = "did:web:other.example"
    assert not judge.ask([other])[0]["verified"]
