"""The demo's mailbox: mails are kept as files instead of being sent, and shown at /outbox/."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage as ParsedMessage
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Writes each mail as one .eml file to EMAIL_FILE_PATH; names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails; return how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}.eml"
            (folder / name).write_bytes(message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    """A mail of the mailbox; `name` is its file's name."""

    name: str
    message: ParsedMessage

    @property
    def body(self) -> str:
        """Return the plain text."""
        part = self.message.get_body(preferencelist=("plain",))
        return part.get_content() if part else ""

    @property
    def attachments(self) -> list[tuple[str, str, bytes]]:
        """Return name, content type and content of each attachment."""
        return [
            (part.get_filename() or "attachment", part.get_content_type(), _bytes_of(part))
            for part in self.message.iter_attachments()
        ]


def _bytes_of(part: "Message[Any, Any]") -> bytes:
    """Return the decoded content of a part; one with parts of its own has none."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def read_mailbox() -> list[Mail]:
    """Return all mails, the newest first."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.eml"), reverse=True)
    return [read_mail(path.name) for path in files]


def read_mail(name: str) -> Mail:
    """Return one mail by the name of its file.

    Raises:
        FileNotFoundError: there is no such mail.
    """
    content = (Path(settings.EMAIL_FILE_PATH) / Path(name).name).read_bytes()
    parser = BytesParser(ParsedMessage, policy=policy.default)
    return Mail(Path(name).name, parser.parsebytes(content))
