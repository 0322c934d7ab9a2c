"""A real SMTP server on this machine that takes, refuses, or keeps people waiting."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Postbox:
    """Keeps what the server is given.

    `to_recipient` and `to_content` are what it answers to the recipient and after the content; with `stalls` it takes
    the content and never answers.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.port = 0
        self.to_recipient = "250 OK"
        self.to_content = "250 kept"
        self.stalls = False
        self.is_busy = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.is_busy = True
        if self.stalls:
            await asyncio.sleep(3600)
        if self.to_content.startswith("250"):
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.to_content


@contextmanager
def running_postbox() -> Iterator[Postbox]:
    """Run the server at a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    box.port = port
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
