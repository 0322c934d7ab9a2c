"""What the holder gets: the badge in three forms with the award, the certificate when the mail is put together."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from applicants import Post
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.issuance import award_files
from cms.issuance.credentials import IssuedBadge
from cms.issuance.credentials.errors import CertificateError
from cms.issuance.erasure import Choice, erase
from cms.issuance.mail import deliver_mail, queue_mail
from cms.issuance.models import Application, Award, AwardFile, MailMessage
from cms.issuance.steps import SYSTEM

Read = Callable[[], EmailMessage]
PDF = "certificate.pdf"


def names() -> list[str]:
    return list(AwardFile.objects.values_list("name", flat=True))


def fail(award: Award) -> bytes:
    raise CertificateError("a letter that no font has")


def test_the_certificate_is_made_once_and_fetched_on_the_own_page(
    client: Client, awarded: Award, read_mail: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names() == ["badge.json", "badge.png", "badge.svg"]
    message = read_mail()
    assert message.attachments[-1][:2] == (PDF, b"%PDF")
    assert f"* {PDF}: " in str(message.body)
    monkeypatch.setattr(award_files, "typeset", fail)
    queue_mail(awarded.application, "reissued", attach_badge=True)
    assert read_mail().attachments[-1][0] == PDF
    found = re.search(r"/apply/status/[^/\s]+/", str(message.body))
    assert found
    page = client.get(found[0]).content.decode()
    assert f'href="{found[0]}{PDF}"' in page
    fetched = client.get(f"{found[0]}{PDF}")
    assert (fetched.content, fetched["Content-Type"]) == (b"%PDF", "application/pdf")
    assert fetched["Content-Disposition"] == f'attachment; filename="active-listening-{PDF}"'


def test_without_a_certificate_the_badge_goes_out_all_the_same(
    awarded: Award, read_mail: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(award_files, "typeset", fail)
    message = read_mail()
    assert len(message.attachments) == 3
    assert PDF not in str(message.body)
    assert "{certificate}" not in str(message.body)


@pytest.mark.parametrize("choice", [Choice.APPLICATION, Choice.EVERYTHING])
def test_nothing_is_kept_of_who_was_erased_meanwhile(
    awarded: Award, monkeypatch: pytest.MonkeyPatch, choice: Choice
) -> None:
    def erased_meanwhile(award: Award) -> bytes:
        erase(Application.objects.get(), choice, SYSTEM)
        return b"%PDF with a name"

    monkeypatch.setattr(award_files, "typeset", erased_meanwhile)
    assert award_files.complete_files(60) == 0
    assert names() == []


def test_what_is_missing_is_made_up_for_within_a_time(awarded: Award, monkeypatch: pytest.MonkeyPatch) -> None:
    assert award_files.complete_files(-1) == 0
    made = IssuedBadge(awarded.credential, b"{}", b"png", b"<svg/>")
    monkeypatch.setattr("cms.issuance.credentials.issue.baked", lambda *_: made)
    AwardFile.objects.all().delete()
    call_command("complete_badge_files", verbosity=0)
    assert names() == ["badge.json", "badge.png", "badge.svg", PDF]
    assert award_files.complete_files(60) == 0


def test_a_revoked_badge_gets_no_certificate(awarded: Award) -> None:
    Award.objects.update(revoked_at=timezone.now())
    assert award_files.complete_files(60) == 0
    deliver_mail()
    assert PDF not in names()


def test_who_waits_for_a_link_does_not_wait_for_certificates(
    awarded: Award, post: Post, fields: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_mail(awarded.application, "awarded", {"message": ""}, attach_badge=True)

    def somebody_applies(award: Award) -> bytes:
        if not MailMessage.objects.filter(to="other@mail.example").exists():
            post({**fields, "email": "other@mail.example"})
        return b"%PDF"

    monkeypatch.setattr(award_files, "typeset", somebody_applies)
    deliver_mail()
    sent: list[Any] = [message.to[0] for message in mail.outbox[-3:]]
    assert sent == ["maija@mail.example", "other@mail.example", "maija@mail.example"]
