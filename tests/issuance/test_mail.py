"""The outbox: nothing lost, nothing twice, in the applicant's language."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from applicants import Post
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cms.issuance.mail import LEASE, deliver_mail
from cms.issuance.models import Award, MailMessage


class Postbox:
    """Keeps what an SMTP server is given."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A real SMTP server on this machine, and Django set to use it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    controller.start()
    yield box
    controller.stop()


def test_an_award_arrives_whole_at_a_real_server(awarded: Award, postbox: Postbox) -> None:
    deliver_mail()
    message = postbox.received[-1]
    assert message["To"] == "maija@mail.example"
    assert "Maija Mäki" in message.get_body().get_content()  # type: ignore[union-attr]
    files = {part.get_filename(): part.get_content_type() for part in message.iter_attachments()}
    assert files == {"badge.json": "application/json", "badge.png": "image/png", "badge.svg": "image/svg+xml"}


@pytest.mark.django_db(transaction=True)
def test_the_mail_leaves_with_the_answer(post: Post, fields: dict[str, str]) -> None:
    post(fields)
    assert len(mail.outbox) == 1
    assert MailMessage.objects.filter(sent_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_nothing_is_lost(post: Post, fields: dict[str, str], settings: Any) -> None:
    good = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert post(fields).status_code == 303
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
