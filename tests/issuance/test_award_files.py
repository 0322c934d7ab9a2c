"""What the holder gets: the badge in three forms with the award, the certificate when the mail is put together."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from applicants import Post
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.issuance.awards import files as award_files
from cms.issuance.credentials import IssuedBadge
from cms.issuance.credentials.errors import CertificateError
from cms.issuance.ending.erasure import Choice, erase
from cms.issuance.mail import deliver_mail, queue_mail
from cms.issuance.models import Application, Award, AwardFile, FileFault, MailMessage
from cms.issuance.steps import SYSTEM
from cms.issuance.tries import GIVE_UP, LONGEST_PAUSE
from cms.operation.health.ready import ask_now
from cms.operation.metrics import exposition

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


def pass_time(by: timedelta) -> None:
    """Make the faults so much older."""
    for fault in FileFault.objects.all():
        fault.begun, fault.next_try = fault.begun - by, fault.next_try - by
        fault.save()


def test_what_cannot_be_made_is_tried_more_and_more_seldom_and_then_left_to_the_operator(
    awarded: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def never(award: Award) -> bytes:
        tries.append(award.pk)
        raise CertificateError("A letter that no font has.")

    monkeypatch.setattr(award_files, "typeset", never)
    deliver_mail()
    assert len(tries) == 1
    complete = partial(call_command, "complete_badge_files", stdout=StringIO())
    complete()
    queue_mail(awarded.application, "reissued", attach_badge=True)
    deliver_mail()
    assert len(tries) == 1, "not again before its time, by the worker or by a mail"
    tried_after = []
    for hour in range(24 * 7):
        before = len(tries)
        pass_time(timedelta(hours=1))
        complete()
        tried_after += [hour] if len(tries) > before else []
    gaps = [later - earlier for earlier, later in pairwise(tried_after)]
    assert gaps == sorted(gaps)
    assert gaps[-1] == LONGEST_PAUSE // timedelta(hours=1)
    assert tried_after[-1] <= GIVE_UP // timedelta(hours=1) + gaps[-1]
    fault = FileFault.objects.get()
    assert (fault.attempts, fault.failed_at is None) == (len(tries), False)
    answer = next(answer for answer in ask_now() if answer.name == "certificates")
    assert f"1 badges cannot be made, for example of award {awarded.pk}: A letter that no font has." in answer.notice
    assert not answer.fault, "the site serves on"
    assert b'perennial_badge_file_faults{state="failed"} 1.0' in exposition()
    monkeypatch.setattr(award_files, "typeset", lambda award: b"%PDF")
    complete()
    assert PDF not in names()
    complete("--again")
    assert PDF in names()
    assert not FileFault.objects.exists()
    assert not next(answer for answer in ask_now() if answer.name == "certificates").notice


def test_a_fault_goes_with_who_is_erased_and_with_a_new_badge(awarded: Award, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(award_files, "typeset", fail)
    deliver_mail()
    assert FileFault.objects.count() == 1
    award_files.keep_files(awarded, IssuedBadge(awarded.credential, b"{}", b"png", b"<svg/>"))
    assert not FileFault.objects.exists()
    assert award_files.complete_files(60) == 0
    assert FileFault.objects.count() == 1
    erase(Application.objects.get(), Choice.APPLICATION, SYSTEM)
    assert not FileFault.objects.exists()
