"""The outbox: nothing lost, nothing twice, in the applicant's language."""

import os
import re
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from applicants import ANNA, Post
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from postbox import Postbox, running_postbox

from cms.issuance.assessing.workflow import revoke
from cms.issuance.mail import DeliveryReport, deliver_mail
from cms.issuance.models import Award, MailMessage
from cms.issuance.tries import GIVE_UP, LEASE


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A real SMTP server, and Django set to use it."""
    with running_postbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


ROOT = Path(__file__).parents[2]


def again() -> DeliveryReport:
    """Send what waits for another try, without waiting."""
    MailMessage.objects.filter(sent_at=None).update(next_try=timezone.now())
    return deliver_mail()


def test_an_award_arrives_whole_at_a_real_server(awarded: Award, postbox: Postbox) -> None:
    deliver_mail()
    message = postbox.received[-1]
    assert message["To"] == "maija@mail.example"
    assert "Maija Mäki" in message.get_body().get_content()  # type: ignore[union-attr]
    assert [part.get_content_type() for part in message.walk() if part.get_content_maintype() == "text"] == [
        "text/plain",
        "text/html",
    ]
    files = {part.get_filename(): part.get_content_type() for part in message.iter_attachments()}
    assert files == {
        "badge.json": "application/json",
        "badge.png": "image/png",
        "badge.svg": "image/svg+xml",
        "certificate.pdf": "application/pdf",
    }


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_nothing_is_lost(post: Post, fields: dict[str, str], settings: Any) -> None:
    good = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert post(fields).status_code == 303
    deliver_mail()
    message = MailMessage.objects.get()
    assert message.sent_at is None
    assert message.attempts == 1
    assert "refused" in message.last_error
    settings.EMAIL_BACKEND = good
    assert deliver_mail().sent == 0  # it waits a little before the next try
    MailMessage.objects.update(next_try=timezone.now())
    call_command("send_mail_queue", verbosity=0)
    call_command("send_mail_queue", verbosity=0)
    assert len(mail.outbox) == 1


def test_a_mail_in_other_hands_is_left_alone_until_they_drop_it(post: Post, fields: dict[str, str]) -> None:
    post(fields)
    MailMessage.objects.update(next_try=timezone.now() + LEASE)
    assert deliver_mail().sent == 0
    MailMessage.objects.update(next_try=timezone.now() - timedelta(seconds=1))
    assert deliver_mail().sent == 1


def test_mails_speak_the_language_of_the_application(post: Post, fields: dict[str, str]) -> None:
    post({**fields, "language": "fi"})
    deliver_mail()
    assert "Aktiivinen kuuntelu" in mail.outbox[0].subject
    assert mail.outbox[0].extra_headers["Content-Language"] == "fi"


def test_all_mails_of_a_call_go_through_one_connection(
    post: Post, fields: dict[str, str], postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        post({**fields, "email": f"person{number}@mail.example"})
    opened = []
    greet = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda self, *words: opened.append(words) or greet(self, *words))
    assert deliver_mail().sent == 3
    assert len(opened) == 1
    assert len(postbox.received) == 3


@pytest.mark.parametrize("answer", ["450 mailbox busy", "421 going down", "452 no room"])
def test_a_refusal_for_now_is_tried_again_later_with_the_same_message_id(
    post: Post, fields: dict[str, str], postbox: Postbox, answer: str
) -> None:
    post(fields)
    postbox.to_content = answer
    assert deliver_mail() == DeliveryReport(sent=0, failed=1)
    waiting = MailMessage.objects.get()
    assert waiting.next_try > timezone.now() + timedelta(seconds=30)
    assert answer[:3] in waiting.last_error
    postbox.to_content = "250 kept"
    assert again().sent == 1
    assert again().sent == 0
    [received] = postbox.received
    assert received["Message-ID"] == f"<{waiting.pk}@apply.example>"


@pytest.mark.parametrize(("part", "answer"), [("to_recipient", "550 no such user"), ("to_content", "554 not wanted")])
def test_a_refusal_for_ever_ends_the_tries_and_holds_up_nobody(
    post: Post, fields: dict[str, str], postbox: Postbox, part: str, answer: str
) -> None:
    post(fields)
    setattr(postbox, part, answer)
    assert deliver_mail() == DeliveryReport(given_up=1)
    assert MailMessage.objects.get().failed_at is not None
    setattr(postbox, part, "250 OK")
    assert again() == DeliveryReport()
    post({**fields, "email": "other@mail.example"})
    assert deliver_mail().sent == 1


def test_a_mailbox_that_is_full_for_now_holds_up_nobody(post: Post, fields: dict[str, str], postbox: Postbox) -> None:
    post(fields)
    post({**fields, "email": "other@mail.example"})
    postbox.to_recipient = "452 full"
    assert deliver_mail() == DeliveryReport(failed=2)


def test_a_server_that_stalls_is_left_and_the_rest_waits(
    post: Post, fields: dict[str, str], postbox: Postbox, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 1
    for number in range(3):
        post({**fields, "email": f"person{number}@mail.example"})
    postbox.stalls = True
    assert deliver_mail() == DeliveryReport(failed=1)
    postbox.stalls = False
    assert deliver_mail().sent == 2
    assert again().sent == 1


def test_what_could_not_be_sent_for_days_is_given_up(post: Post, fields: dict[str, str], postbox: Postbox) -> None:
    post(fields)
    postbox.to_content = "450 mailbox busy"
    MailMessage.objects.update(due=timezone.now() - GIVE_UP - timedelta(minutes=1))
    assert deliver_mail() == DeliveryReport(given_up=1)


def test_a_mail_that_cannot_be_put_together_holds_up_nobody(
    post: Post, fields: dict[str, str], postbox: Postbox
) -> None:
    post(fields)
    MailMessage.objects.update(kind="nonsense")
    post({**fields, "email": "other@mail.example"})
    assert deliver_mail() == DeliveryReport(sent=1, failed=1)


def test_a_mail_to_staff_goes_out_as_it_was_written(postbox: Postbox, db: None) -> None:
    MailMessage.objects.create(kind="note", to="anna@site.example", language="en", subject="Work", body="Three {wait}.")
    deliver_mail()
    [message] = postbox.received
    assert message["Subject"] == "Work"
    assert "Three {wait}." in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


SENDER = """
import django
django.setup()
from cms.issuance.mail import deliver_mail
print(deliver_mail().sent, flush=True)
"""


@pytest.mark.slow
def test_a_sender_that_is_killed_at_work_loses_nothing_and_sends_nothing_twice(tmp_path: Path) -> None:
    """The award is certain, the sender dies in the middle of the mail, another one takes up the same mail."""
    with running_postbox() as box:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PERENNIAL")}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings.issuance",
            "SECRET_KEY": "only for this test",
            "ALLOWED_HOSTS": "testserver",
            "PERENNIAL_VAR_DIR": str(tmp_path),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(box.port),
        }

        def run(program: str) -> "subprocess.Popen[str]":
            command = [sys.executable, "-c", program]
            return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)

        prepare = "import django; django.setup(); from django.core.management import call_command as c;"
        prepare += "c('migrate', verbosity=0); "
        prepare += "from cms.issuance.models import MailMessage; "
        prepare += "MailMessage.objects.create(kind='received', to='a@mail.example', language='en', values={})"
        assert run(prepare).wait() == 0
        box.stalls = True
        with run(SENDER) as first:
            while not box.is_busy:
                assert first.poll() is None
            first.kill()
        box.stalls = False
        with run(SENDER) as second:  # the lease of the first still runs
            assert second.communicate()[0] == "0\n"
        free = "import django; django.setup(); from cms.issuance.models import MailMessage as M; "
        free += "from django.utils import timezone; M.objects.update(next_try=timezone.now())"
        assert run(free).wait() == 0
        with run(SENDER) as third, run(SENDER) as fourth:
            sent = sorted([third.communicate()[0], fourth.communicate()[0]])
        assert sent == ["0\n", "1\n"]
        assert len(box.received) == 1


def test_what_a_person_writes_is_text_in_the_html_part(awarded: Award) -> None:
    revoke(awarded, "<script>x</script> See https://site.example/?a=1&b=2 and {link}.", ANNA)
    deliver_mail()
    message: Any = mail.outbox[-1]
    html = message.alternatives[0][0]
    assert "<script>" not in html
    assert '<a href="https://site.example/?a=1&amp;b=2">' in html
    # What looks like a placeholder in somebody's words is left as it is.
    assert "{link}" in html
    assert "{link}" in message.body


def test_the_personal_link_is_a_button_in_the_html_part(post: Post, fields: dict[str, str]) -> None:
    post({**fields, "language": "fi"})
    deliver_mail()
    message: Any = mail.outbox[0]
    html = message.alternatives[0][0]
    link = re.search(r"https://apply\.example/apply/confirm/\S+/", message.body)
    assert link
    assert f'<a class="button" href="{link[0]}">' in html
    assert '<html lang="fi"' in html
    assert "http-equiv" not in html
    assert "<img" not in html


def test_the_kept_copy_of_a_mail_has_no_link(post: Post, fields: dict[str, str]) -> None:
    post(fields)
    deliver_mail()
    assert "/apply/" not in MailMessage.objects.get().body
