"""issue_badge, verify_badge, revoke_badge: the life of a badge at the command line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from cms.issuance.awards import make as awards
from cms.issuance.credentials import UnsignableError
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Achievement, Application, Award, MailMessage
from cms.issuance.record.files import public_record, verifier_record

Run = Callable[..., str]
Issue = Callable[..., dict[str, Any]]
Says = Callable[..., tuple[bool, str]]


@pytest.fixture
def says() -> Says:
    """Ask verify_badge; return whether it accepts, and all it says."""

    def ask(path: Path, *more: str) -> tuple[bool, str]:
        out = StringIO()
        try:
            call_command("verify_badge", str(path), *more, stdout=out)
        except SystemExit as stop:
            return stop.code == 0, out.getvalue()
        return True, out.getvalue()

    return ask


def test_a_badge_is_issued_in_every_form_and_each_verifies(issue: Issue, tmp_path: Path, says: Says) -> None:
    png, svg = tmp_path / "badge.png", tmp_path / "badge.svg"
    badge = issue("empathy", "AINO@Mail.example", "--output", png, "--output", svg)
    assert badge["credentialSubject"]["achievement"]["name"] == "empathy fi"
    for path in (tmp_path / "badge.json", png, svg):
        accepted, words = says(path, "--email", "aino@mail.example")
        assert accepted, words
        assert "genuine and in force" in words
        assert "It was issued to aino@mail.example." in words
    award = Award.objects.get()
    assert (award.credential, award.application.name) == (badge, "Aino Äijälä")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--badge", "singing"], "no badge “singing”.*active-listening"),
        (["--language", "pl"], "not published in “pl”, only in: en, fi"),
        (["--email", "nobody"], "no e-mail address"),
        (["--name", "  "], "1 to 200 characters"),
        (["--name", "Bell\x07"], "can be printed"),
        (["--output", "badge.gif"], r"\.json, \.png"),
        (["--output", "nowhere/badge.json"], "no folder"),
        (["--valid-until", "2020-01-01"], "expired already"),
    ],
)
def test_what_cannot_be_issued_is_said_and_leaves_nothing(
    issuer: Path, run: Run, tmp_path: Path, words: list[str], reason: str
) -> None:
    good = {"--badge": "empathy", "--language": "fi", "--email": "a@b.example", "--name": "A"}
    good["--output"] = str(tmp_path / "b.json")
    given = {**good, words[0]: words[1]}
    with pytest.raises(CommandError, match=reason):
        run("issue_badge", *(word for pair in given.items() for word in pair))
    assert not Award.objects.exists()
    assert not Application.objects.exists()
    assert not list(tmp_path.glob("*badge*"))


@pytest.mark.parametrize(
    "point",
    [
        "cms.issuance.credentials.issue.load_signing_key",
        "cms.issuance.credentials.issue.sign_credential",
        "cms.issuance.credentials.issue.bake_into_png",
        "cms.issuance.credentials.issue.bake_into_svg",
        "cms.issuance.management.commands.issue_badge.content",
    ],
)
def test_a_fault_at_any_point_leaves_no_half_badge(
    issue: Issue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def fail(*_: object) -> None:
        raise UnsignableError("out of order")

    monkeypatch.setattr(point, fail)
    with pytest.raises(CommandError, match="out of order"):
        issue("empathy", "aino@mail.example", "--mail", "--output", tmp_path / "badge.png")
    assert not Award.objects.exists()
    assert not Application.objects.exists()
    assert not MailMessage.objects.exists()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_badge_can_expire(issue: Issue, tmp_path: Path, says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    badge = issue("empathy", "aino@mail.example", "--valid-until", "2099-12-31")
    assert badge["validUntil"] == "2099-12-31T23:59:59Z"
    accepted, words = says(tmp_path / "badge.json")
    assert accepted
    assert "until 2099-12-31" in words
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2100, 1, 1, tzinfo=UTC))
    accepted, words = says(tmp_path / "badge.json")
    assert not accepted
    assert "genuine, but it has expired" in words


def test_a_badge_with_a_rule_expires_by_itself(issuer: Path) -> None:
    issued = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    ends = {months: awards._end(Achievement(valid_months=months), issued) for months in (1, 13, 24)}
    assert [f"{end:%Y-%m-%d %H:%M:%S}" for end in ends.values() if end] == [
        "2026-12-31 23:59:59",
        "2027-12-31 23:59:59",
        "2028-11-30 23:59:59",
    ]
    assert awards._end(Achievement(), issued) is None


def test_the_holder_gets_it_by_mail_when_asked(issue: Issue) -> None:
    issue("empathy", "aino@mail.example")
    assert not MailMessage.objects.exists()
    issue("empathy", "aino@mail.example", "--mail")
    deliver_mail()
    assert [attachment[0] for attachment in mail.outbox[-1].attachments] == ["badge.json", "badge.png", "badge.svg"]


def test_a_revocation_is_seen_with_its_reason(issue: Issue, run: Run, tmp_path: Path, says: Says) -> None:
    issue()
    badge = tmp_path / "badge.json"
    assert "after the next export_site" in run("revoke_badge", badge, "--reason", "Näyttö ei ollut omaa työtä.")
    accepted, words = says(badge)
    assert not accepted
    assert "revoked badges since" in words
    assert "Näyttö ei ollut omaa työtä." in words
    award = Award.objects.get()
    assert "Revoked already" in run("revoke_badge", award.credential_id, "--reason", "Again.")
    award.refresh_from_db()
    assert award.revocation_reason == "Näyttö ei ollut omaa työtä."
    published = json.loads(public_record()["revocations/1.json"])
    [entry] = published["revocations"].values()
    assert (entry["reason"], entry["language"]) == ("Näyttö ei ollut omaa työtä.", "fi")
    assert award.credential_id not in json.dumps(published)
    deliver_mail()
    assert "Näyttö ei ollut omaa työtä." in str(mail.outbox[-1].body)


@pytest.mark.parametrize("reason", ["Aino asked.", "See aino@mail.example.", "x" * 501, "bell \x07", "  "])
def test_a_reason_that_cannot_be_public_revokes_nothing(issue: Issue, run: Run, reason: str) -> None:
    identifier = issue()["id"]
    with pytest.raises(CommandError, match="--reason"):
        run("revoke_badge", identifier, "--reason", reason)
    assert Award.objects.get().revoked_at is None


def test_a_badge_that_is_not_in_the_ledger_cannot_be_revoked(issuer: Path, run: Run, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        run("revoke_badge", "8f1f6c3e-0b35-4a36-9d6c-1a9f0f3d7e11", "--reason", "Why.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(CommandError, match="carries no badge"):
        run("revoke_badge", tmp_path / "picture.png", "--reason", "Why.")


def test_another_holder_is_told_apart(issue: Issue, tmp_path: Path, says: Says) -> None:
    issue()
    accepted, words = says(tmp_path / "badge.json", "--email", "other@mail.example")
    assert not accepted
    assert "belongs to another e-mail address" in words


def test_a_badge_verifies_against_an_exported_site_alone(issue: Issue, tmp_path: Path, says: Says) -> None:
    issue()
    script = f"window.PERENNIAL_RECORD={json.dumps(verifier_record())};\n"
    (tmp_path / "record.js").write_text(script, "utf-8")
    Award.objects.all().delete()
    assert says(tmp_path / "badge.json", "--site", str(tmp_path))[0]


def test_a_site_without_a_record_is_named(issue: Issue, run: Run, tmp_path: Path) -> None:
    issue()
    with pytest.raises(CommandError, match=r"record\.js"):
        run("verify_badge", tmp_path / "badge.json", "--site", tmp_path)
