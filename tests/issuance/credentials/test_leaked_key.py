"""The procedure after a key has leaked, from the alarm to the last mail (docs/maintaining.md)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError
from django.utils import timezone

from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.mail import deliver_mail
from cms.issuance.models import Award, MailMessage
from cms.issuance.record.files import verifier_record
from cms.issuance.steps import SYSTEM
from cms.issuance.verification import check_badge

Run = Callable[..., str]
Issue = Callable[..., dict[str, Any]]


def verdict(badge: dict[str, Any]) -> str:
    return check_badge(badge, verifier_record(), timezone.now()).verdict


def test_badges_of_a_leaked_key_are_replaced(issue: Issue, run: Run) -> None:
    old = issue("empathy")
    revoked = issue("ethics", "other@mail.example")
    run("revoke_badge", revoked["id"], "--reason", "A mistake.")
    run("rotate_key", "--leaked")
    assert verdict(old) == "leaked"
    assert run("reissue_badges") == "1 signed again\n"
    new = Award.objects.get(credential_id=old["id"]).credential
    assert verdict(new) == "valid"
    assert {name: new[name] for name in new if name != "proof"} == {name: old[name] for name in old if name != "proof"}
    deliver_mail()
    assert "empathy" in str(mail.outbox[-1].subject)
    assert len(mail.outbox[-1].attachments) == 3
    assert run("reissue_badges") == "0 signed again\n"


def test_a_badge_of_somebody_erased_is_counted_and_left(issue: Issue, run: Run) -> None:
    badge = issue("empathy")
    issue("ethics", "other@mail.example")
    erase(Award.objects.get(credential_id=badge["id"]).application, Choice.APPLICATION, SYSTEM)
    assert run("reissue_badges") == "0 signed again\n"
    run("rotate_key", "--leaked")
    said = run("reissue_badges")
    assert said.startswith("1 signed again\n1 cannot be signed again")
    assert set(MailMessage.objects.values_list("to", flat=True)) == {"other@mail.example"}


def test_a_forgery_with_the_leaked_key_is_refused(issue: Issue, run: Run, issuer: Path) -> None:
    from cms.issuance.credentials.keys import SigningKey, load_public_keys, read_private_key
    from cms.issuance.credentials.signing import sign_credential

    badge = issue()
    [public] = load_public_keys()
    run("rotate_key", "--leaked")
    stolen = read_private_key(issuer / "retired" / f"{public.multikey}.pem")
    forged = {name: value for name, value in badge.items() if name != "proof"}
    forged["name"] = "Everything"
    assert verdict(sign_credential(forged, SigningKey(stolen, public), timezone.now())) == "leaked"


def test_a_rotation_by_plan_changes_no_badge(issue: Issue, run: Run) -> None:
    old = issue()
    run("rotate_key")
    new = issue("ethics")
    assert [verdict(old), verdict(new)] == ["valid", "valid"]
    assert run("reissue_badges") == "0 signed again\n"


def test_a_fault_half_way_is_gone_on_from(issue: Issue, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from cms.issuance.credentials import SigningKeyError
    from cms.issuance.credentials.issue import sign_again

    issue("empathy")
    issue("ethics")
    run("rotate_key", "--leaked")
    calls = []

    def once(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 2:
            raise SigningKeyError("the disk is full")
        return sign_again(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("cms.issuance.credentials.issue.sign_again", once)
        with pytest.raises(CommandError, match=r"disk is full.*goes on"):
            run("reissue_badges")
    assert run("reissue_badges") == "2 signed again\n"
