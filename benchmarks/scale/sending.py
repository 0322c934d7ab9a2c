"""Applicants at the balancer: each has an address of its own in 127.0.0.0/8, so that HAProxy sees and names them."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.endpoint.load import Answer, Load
from tests.endpoint import SITE, form

SECONDS = 60
BOUNDARY = "perennial-boundary"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"
# Each fifth applicant sends a file.
FILE_EVERY = 5


@dataclass(frozen=True)
class Applicant:
    """One application: its number makes its key, its mailbox, and the address that it comes from."""

    number: int
    address: str = ""

    @property
    def key(self) -> str:
        """The key by which it is the same application when it is sent again."""
        return f"scale-{self.number:06}"

    @property
    def email(self) -> str:
        """The mailbox."""
        return f"person{self.number}@mail.example"

    @property
    def has_file(self) -> bool:
        """Whether a file goes with it."""
        return self.number % FILE_EVERY == 0

    @property
    def source(self) -> str:
        """The address that it comes from."""
        return self.address or f"127.{1 + self.number // 62500}.{self.number // 250 % 250}.{1 + self.number % 250}"

    def request(self) -> bytes:
        """Return it as bytes on the wire."""
        fields = form(self.number, key=self.key)
        if self.has_file:
            kind, body = f"multipart/form-data; boundary={BOUNDARY}", _multipart(fields, PDF + b"%%%d" % self.number)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        head = (
            f"POST /apply/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {SITE}\r\nConnection: close\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _multipart(fields: dict[str, str], content: bytes) -> bytes:
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    head = b'Content-Disposition: form-data; name="files"; filename="plan.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    parts.append(head + content)
    middle = b"".join(b"--%s\r\n%s\r\n" % (BOUNDARY.encode(), part) for part in parts)
    return middle + b"--%s--\r\n" % BOUNDARY.encode()


def send_all(port: int, applicants: Sequence[Applicant], at_once: int) -> Load:
    """Send the applications, so many at a time; their answers in order."""
    return asyncio.run(_send_all(port, applicants, at_once))


async def _send_all(port: int, applicants: Sequence[Applicant], at_once: int) -> Load:
    gate = asyncio.Semaphore(at_once)

    async def send(applicant: Applicant) -> Answer:
        async with gate:
            start = time.perf_counter()
            status = await _send(port, applicant)
            return Answer(status, time.perf_counter() - start)

    start = time.perf_counter()
    answers = await asyncio.gather(*map(send, applicants))
    return Load(list(answers), time.perf_counter() - start)


async def _send(port: int, applicant: Applicant) -> int:
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(applicant.source, 0))
            try:
                writer.write(applicant.request())
                return int((await reader.readline()).split()[1])
            finally:
                writer.close()
    except (OSError, TimeoutError, IndexError, ValueError):
        return 0
