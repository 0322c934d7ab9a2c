"""The ledger as a file: everything comes back, twice as well as once, and nothing false comes in."""

import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils import timezone

from cms.issuance.credentials.keys import make_signing_key
from cms.issuance.models import Achievement, Application, Award, Endorsement, Event, MailMessage
from cms.issuance.record.files import public_record, verifier_record
from cms.issuance.verification import check_badge

Run = Callable[..., str]
Issue = Callable[..., dict[str, Any]]


@pytest.fixture
def ledger(issue: Issue, run: Run, tmp_path: Path) -> Path:
    """A ledger with two badges, their set, one of them revoked, and an endorsement."""
    words = ("--organisation", "Åbo", "--url", "https://partner.example/", "--comment", "Good.")
    run("issue_endorsement", *words, "--badge", "empathy")
    issue("empathy")
    identifier = issue("active-listening", "stefan@mail.example", "--valid-until", "2099-01-31", language="en")["id"]
    issue("ethics")
    run("revoke_badge", identifier, "--reason", "O greșeală.")
    path = tmp_path / "ledger.jsonl"
    assert run("export_ledger", path).startswith("4 awards")
    return path


def empty() -> None:
    for model in (MailMessage, Event, Award, Application, Endorsement, Achievement):
        model.objects.all().delete()


def forge(path: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change the lines and write a new end, as somebody would who knows the format."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()][:-1]
    change(lines)
    body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    end = {"end": {"awards": 0, "sha256": hashlib.sha256(body.encode()).hexdigest()}}
    path.write_text(body + json.dumps(end) + "\n", "utf-8")


def awards_in(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line["award"] for line in lines if "award" in line]


def test_everything_comes_back(ledger: Path, run: Run, tmp_path: Path) -> None:
    before = public_record()
    empty()
    # 8 achievements, 1 endorsement, 4 awards.
    assert run("import_ledger", ledger) == "13 created, 0 updated, 0 unchanged\n"
    assert public_record() == before
    again = tmp_path / "again.jsonl"
    run("export_ledger", again)
    assert again.read_bytes() == ledger.read_bytes()
    assert run("import_ledger", ledger) == "0 created, 0 updated, 13 unchanged\n"
    for award in Award.objects.filter(revoked_at=None):
        assert check_badge(award.credential, verifier_record(), timezone.now()).verdict == "valid"


def test_only_this_account_may_read_it(ledger: Path) -> None:
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


def test_a_revocation_is_taken_over_and_none_is_taken_back(ledger: Path, run: Run) -> None:
    Award.objects.filter(achievement__slug="active-listening").update(revoked_at=None, revocation_reason="")
    Award.objects.filter(achievement__slug="empathy").update(revoked_at=timezone.now(), revocation_reason="Here.")
    assert run("import_ledger", ledger) == "0 created, 1 updated, 12 unchanged\n"
    assert Award.objects.get(achievement__slug="active-listening").revocation_reason == "O greșeală."
    assert Award.objects.get(achievement__slug="empathy").revocation_reason == "Here."


FORGERIES: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "its signature does not hold": lambda lines: awards_in(lines)[0]["credential"].update(name="Grander"),
    "says something else than the signed badge": lambda lines: awards_in(lines)[1].update(status_index=1),
    "a value is missing": lambda lines: awards_in(lines)[0].pop("salt"),
    "there is no credential": lambda lines: awards_in(lines)[0].update(credential=None),
    "there is no achievement singing": lambda lines: awards_in(lines)[0]["achievement"].update(slug="singing"),
    "neither an achievement": lambda lines: lines.append({"user": {"name": "root"}}),
    "signature does not hold": lambda lines: next(line for line in lines if "endorsement" in line)["endorsement"][
        "credential"
    ].update(name="Other"),
    "format 99 is not known": lambda lines: lines[0]["ledger"].update(format=99),
    "it is of did:web:other.example": lambda lines: lines[0]["ledger"].update(issuer="did:web:other.example"),
    "missing or no such value": lambda lines: lines[1]["achievement"].pop("slug"),
}


@pytest.mark.parametrize("reason", FORGERIES)
def test_nothing_false_comes_in(ledger: Path, run: Run, reason: str) -> None:
    forge(ledger, FORGERIES[reason])
    empty()
    with pytest.raises(CommandError, match=reason):
        run("import_ledger", ledger)
    assert not Award.objects.exists()
    assert not Achievement.objects.exists()


def test_a_fault_names_its_line(ledger: Path, run: Run) -> None:
    forge(ledger, lambda lines: awards_in(lines)[-1]["credential"].update(name="Grander"))
    with pytest.raises(CommandError, match=r"ledger\.jsonl: line 14: award urn:uuid:"):
        run("import_ledger", ledger)


@pytest.mark.parametrize("damage", ["cut off", "changed", "empty"])
def test_a_damaged_file_is_refused_whole(ledger: Path, run: Run, damage: str) -> None:
    data = ledger.read_bytes()
    ledger.write_bytes({"cut off": data[:-40], "changed": data.replace(b"Aino", b"Eino"), "empty": b""}[damage])
    with pytest.raises(CommandError, match=r"no ledger|was changed"):
        run("import_ledger", ledger)


def test_what_contradicts_is_refused(ledger: Path, run: Run) -> None:
    Award.objects.filter(achievement__slug="ethics").update(salt="other")
    with pytest.raises(CommandError, match="here already with another salt"):
        run("import_ledger", ledger)


def test_a_taken_place_is_told(ledger: Path, run: Run) -> None:
    award = Award.objects.get(achievement__slug="ethics")
    Award.objects.filter(pk=award.pk).update(credential_id="urn:uuid:another")
    with pytest.raises(CommandError, match="another one has its place"):
        run("import_ledger", ledger)


def test_the_keys_have_to_be_there_first(ledger: Path, run: Run, settings: Any, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "new-keys"
    make_signing_key()
    with pytest.raises(CommandError, match="Copy the keys folder first"):
        run("import_ledger", ledger)
