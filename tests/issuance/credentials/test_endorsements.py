"""Endorsements: signed by partners, attached to badges, published, withdrawn."""

import copy
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError
from django.utils import timezone

from cms.export.check.verify import verify_site
from cms.issuance.awards.endorsements import issue_endorsement
from cms.issuance.credentials.endorsement import check_endorsement, endorsement, sign_endorsement
from cms.issuance.credentials.errors import EndorsementError
from cms.issuance.credentials.keys import multikey
from cms.issuance.models import Endorsement
from cms.issuance.record.files import public_record, verifier_record
from cms.issuance.verification import check_badge

Run = Callable[..., str]
Issue = Callable[..., dict[str, Any]]
EMPATHY = "https://site.example/achievements/empathy.json"


def endorse(run: Run, *more: str, organisation: str = "Åbo Folkhögskola", comment: str = "We ask for it.") -> str:
    words = ("--organisation", organisation, "--url", "https://partner.example/", "--comment", comment)
    return run("issue_endorsement", *words, *more).strip()


@pytest.fixture
def foreign(issuer: Path) -> dict[str, Any]:
    """An endorsement that a partner signed with its own key, elsewhere."""
    private = Ed25519PrivateKey.generate()
    endorser = {"id": f"did:key:{multikey(private.public_key())}", "name": "Partner", "url": "https://partner.example"}
    document = endorsement("urn:uuid:1", endorser, EMPATHY, "Good – “really”.", timezone.now())
    return sign_endorsement(document, private, timezone.now())


def test_a_badge_carries_what_partners_say_of_it_and_of_the_issuer(issue: Issue, run: Run) -> None:
    endorse(run, "--badge", "empathy")
    endorse(run, "--badge", "empathy", "--language", "fi", comment="Arvostamme tätä.")
    endorse(run, "--badge", "ethics")
    endorse(run, organisation="University of X", comment="Careful people.")
    badge = issue("empathy")
    comments = [one["credentialSubject"]["endorsementComment"] for one in badge["endorsement"]]
    assert comments == ["Careful people.", "Arvostamme tätä."]
    for document in badge["endorsement"]:
        check_endorsement(document)
    assert badge["endorsement"][0]["credentialSubject"]["id"] == "did:web:site.example"
    assert badge["endorsement"][1]["credentialSubject"]["id"] == EMPATHY
    result = check_badge(badge, verifier_record(), timezone.now())
    assert result.verdict == "valid"
    assert [check.values["organisation"] for check in result.checks if check.name == "endorsement"] == [
        "University of X",
        "Åbo Folkhögskola",
    ]


def test_a_partner_without_a_key_gets_one_for_good(issuer: Path, run: Run) -> None:
    first, second = (endorse(run, "--badge", slug) for slug in ("empathy", "ethics"))
    rows = Endorsement.objects.filter(credential_id__in=[first, second])
    assert len({row.endorser for row in rows}) == 1
    [path] = (issuer / "partners").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_they_are_published_until_they_are_withdrawn(issue: Issue, run: Run) -> None:
    identifier = endorse(run, "--badge", "empathy")
    badge = issue("empathy")
    path = f"endorsements/{identifier.rpartition(':')[2]}.json"
    assert json.loads(public_record()[path]) == badge["endorsement"][0]
    assert f"https://site.example/{path}" in json.loads(public_record()["record.json"])["endorsements"]
    run("withdraw_endorsement", identifier)
    assert path not in public_record()
    assert "endorsement" not in issue("empathy")
    result = check_badge(badge, verifier_record(), timezone.now())
    assert result.verdict == "valid"
    assert [check.reason for check in result.checks if check.name == "endorsement"] == ["endorsement.withdrawn"]


def test_a_partner_s_own_signature_is_taken_in_once(foreign: dict[str, Any], run: Run, tmp_path: Path) -> None:
    path = tmp_path / "endorsement.json"
    path.write_text(json.dumps(foreign))
    assert run("add_endorsement", path).startswith("Kept: Partner: empathy")
    assert run("add_endorsement", path).startswith("Known already")
    assert Endorsement.objects.get().credential == foreign


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "signature does not hold": lambda one: one["credentialSubject"].update(endorsementComment="Better."),
    "“grade” is not known": lambda one: one.update(grade="A"),
    "“endorsementComment” is missing": lambda one: one["credentialSubject"].pop("endorsementComment"),
    "must be a list of one proof": lambda one: one.update(proof=one["proof"] * 2),
    "names another key": lambda one: one["proof"][0].update(
        verificationMethod=one["issuer"]["id"] + "#z6MkotherotherotherotherotherotherotherotherotherX"
    ),
    "must be the issuer's id": lambda one: one["issuer"].update(id="did:web:partner.example"),
    "@context": lambda one: one.update({"@context": one["@context"][:1]}),
    "must be VerifiableCredential": lambda one: one.update(type=["VerifiableCredential"]),
    "must be texts": lambda one: one["credentialSubject"].update(id=7),
    "not an endorsement credential": lambda one: one.update(issuer="did:key:z"),
}


@pytest.mark.parametrize("reason", CHANGES)
def test_what_is_wrong_with_one_is_said(foreign: dict[str, Any], reason: str) -> None:
    changed = copy.deepcopy(foreign)
    CHANGES[reason](changed)
    with pytest.raises(EndorsementError, match=reason):
        check_endorsement(changed)


@pytest.mark.parametrize("thing", [None, [], "text", {}, {"issuer": {}}])
def test_anything_else_is_no_endorsement(thing: object) -> None:
    with pytest.raises(EndorsementError):
        check_endorsement(thing)


def test_what_endorses_somebody_else_is_not_kept(foreign: dict[str, Any], run: Run, tmp_path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    endorser = {"id": f"did:key:{multikey(private.public_key())}", "name": "P", "url": "https://p.example"}
    other = endorsement("urn:uuid:2", endorser, "https://other.example/a.json", "Good.", timezone.now())
    path = tmp_path / "endorsement.json"
    path.write_text(json.dumps(sign_endorsement(other, private, timezone.now())))
    with pytest.raises(CommandError, match="neither this issuer nor one of its badges"):
        run("add_endorsement", path)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (["--badge", "singing"], "no badge"),
        (["--language", "xx"], "none of the languages"),
        (["--comment", " "], "a comment"),
        (["--url", "javascript:alert(1)"], "web address"),
        (["--comment", "bell \x07"], "control character"),
    ],
)
def test_what_cannot_be_endorsed_is_said(issuer: Path, run: Run, more: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        endorse(run, *more)
    assert not Endorsement.objects.exists()


def test_an_unknown_one_in_a_badge_is_told(issue: Issue, run: Run) -> None:
    endorse(run, "--badge", "empathy")
    badge = issue("empathy")
    record = {**verifier_record(), "endorsements": {}}
    reasons = [check.reason for check in check_badge(badge, record, timezone.now()).checks]
    assert "endorsement.unknown" in reasons


def test_nobody_to_withdraw(issuer: Path, run: Run) -> None:
    with pytest.raises(CommandError, match="no endorsement urn:uuid:none"):
        run("withdraw_endorsement", "urn:uuid:none")


def test_an_exported_site_is_checked_for_them(issue: Issue, run: Run, tmp_path: Path) -> None:
    endorse(run, "--badge", "empathy")
    site = tmp_path / "site"
    for name, data in public_record().items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
    (site / "SHA256SUMS").write_text("")

    def faults() -> list[str]:
        return [message for found in verify_site(site) if "endorsement:" in (message := str(found.message))]

    assert faults() == []
    [path] = (site / "endorsements").iterdir()
    path.write_text(path.read_text().replace("We ask for it.", "It is the best."))
    assert len(faults()) == 1


def test_a_badge_is_told_what_was_said_of_it_since(issue: Issue, run: Run) -> None:
    badge = issue("empathy")
    endorse(run, "--badge", "empathy", comment="In English.")
    endorse(run, "--badge", "empathy", "--language", "fi", comment="Suomeksi.")
    endorse(run, "--badge", "ethics", organisation="Of another badge")
    gone = endorse(run, organisation="Withdrawn since")
    run("withdraw_endorsement", gone)
    result = check_badge(badge, verifier_record(), timezone.now())
    found = [(check.reason, check.values) for check in result.checks if check.name == "endorsement"]
    assert found == [("endorsement.signed", {"organisation": "Åbo Folkhögskola"})]
    # Who holds a newer badge is not told twice.
    later = check_badge(issue("empathy", "b@mail.example"), verifier_record(), timezone.now())
    assert len([check for check in later.checks if check.name == "endorsement"]) == 1


def test_one_whose_time_is_over_says_so(issue: Issue, run: Run) -> None:
    until = timezone.now() + timedelta(days=2)
    issue_endorsement("Åbo", "https://partner.example", "Good.", "fi", "empathy", role="Employer", valid_until=until)
    badge = issue("empathy")
    assert badge["endorsement"][0]["issuer"]["description"] == "Employer"
    reasons = [
        [check.reason for check in check_badge(badge, verifier_record(), moment).checks if check.name == "endorsement"]
        for moment in (timezone.now(), until + timedelta(seconds=1))
    ]
    assert reasons == [["endorsement.signed"], ["endorsement.ended"]]
    badge["endorsement"][0]["validUntil"] = "2030-02-30T00:00:00Z"
    with pytest.raises(EndorsementError, match="validUntil: must be a moment"):
        check_endorsement(badge["endorsement"][0])
