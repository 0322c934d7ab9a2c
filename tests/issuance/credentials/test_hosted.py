"""Open Badges 2.0 in the hosted form: off unless asked for; then every file that its readers fetch."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from openbadgeslib.ob2.verifier import OB2VerificationError, OB2Verifier
from pytest_django import Settings

from cms.issuance.models import Award
from cms.issuance.record.files import public_record

Run = Callable[..., str]
Issue = Callable[..., dict[str, Any]]
SITE = "https://site.example/"


@pytest.fixture
def hosted(settings: Settings) -> None:
    settings.HOSTED_BADGES = True


def documents() -> dict[str, dict[str, Any]]:
    return {path: json.loads(data) for path, data in public_record().items() if path.startswith("ob2/")}


def test_it_is_off(issue: Issue) -> None:
    issue()
    assert documents() == {}


def test_an_assertion_leads_to_its_badge_and_issuer(hosted: None, issue: Issue) -> None:
    badge = issue()
    files = documents()
    path = f"ob2/assertions/{badge['id'].rpartition(':')[2]}.json"
    assertion = files[path]
    assert assertion["id"] == SITE + path
    expected = hashlib.sha256(("aino@mail.example" + assertion["recipient"]["salt"]).encode()).hexdigest()
    assert assertion["recipient"]["identity"] == f"sha256${expected}"
    badge_class = files[assertion["badge"].removeprefix(SITE)]
    assert badge_class["id"] == assertion["badge"]
    assert badge_class["@language"] == "fi"
    issuer = files[badge_class["issuer"].removeprefix(SITE)]
    assert assertion["id"].startswith(issuer["verification"]["startsWith"][0])
    assert assertion["image"].removeprefix(SITE) in public_record()


def test_a_revoked_one_says_so_and_nothing_else(hosted: None, issue: Issue, run: Run) -> None:
    identifier = issue()["id"]
    run("revoke_badge", identifier, "--reason", "A mistake.")
    [assertion] = [one for path, one in documents().items() if path.startswith("ob2/assertions/")]
    assert assertion == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": assertion["id"],
        "revoked": True,
        "revocationReason": "A mistake.",
    }


def test_openbadgeslib_reads_it(hosted: None, issue: Issue, run: Run) -> None:
    issue("empathy", "aino@mail.example", "--valid-until", "2099-12-31")
    files = documents()

    asked = []

    def download(url: str, *_: Any, **__: Any) -> bytes:
        asked.append(url.removeprefix(SITE))
        return json.dumps(files[asked[-1]]).encode()

    [path] = [path for path in files if path.startswith("ob2/assertions/")]
    verifier = OB2Verifier(download=download)
    verifier.verify_hosted(files[path], expected_recipient="aino@mail.example")
    assert path in asked
    run("revoke_badge", Award.objects.get().credential_id, "--reason", "A mistake.")
    shown, files = files[path], documents()
    with pytest.raises(OB2VerificationError):
        verifier.verify_hosted(shown)
