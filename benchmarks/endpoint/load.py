"""Send many requests at once from one process, and note how long each takes."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.endpoint import SITE

SECONDS = 120


@dataclass(frozen=True)
class Answer:
    """The status (0: no answer) and how long it took, in seconds."""

    status: int
    seconds: float


@dataclass(frozen=True)
class Load:
    """What came of all requests, in their order, and how long it took together."""

    answers: list[Answer]
    seconds: float

    @property
    def accepted(self) -> int:
        """How many were taken."""
        return sum(answer.status == 303 for answer in self.answers)

    @property
    def rate(self) -> float:
        """How many were taken a second."""
        return self.accepted / self.seconds

    @property
    def p99(self) -> float:
        """The time within which 99 of 100 were answered, in milliseconds."""
        times = sorted(answer.seconds for answer in self.answers)
        return 1000 * times[min(len(times) - 1, int(0.99 * len(times)))]


def request_of(fields: dict[str, str], number: int) -> bytes:
    """Return a form as bytes on the wire; every number comes from another address of the internet."""
    body = urlencode(fields).encode()
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = (
        f"POST /apply/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {SITE}\r\nConnection: close\r\n"
        f"X-Forwarded-For: {address}\r\nX-Forwarded-Proto: https\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send_all(port: int, requests: Sequence[bytes], at_once: int) -> Load:
    """Send the requests, so many at a time."""
    return asyncio.run(_send_all(port, requests, at_once))


async def _send_all(port: int, requests: Sequence[bytes], at_once: int) -> Load:
    gate = asyncio.Semaphore(at_once)

    async def send(content: bytes) -> Answer:
        async with gate:
            start = time.perf_counter()
            status = await _send(port, content)
            return Answer(status, time.perf_counter() - start)

    start = time.perf_counter()
    answers = await asyncio.gather(*(send(content) for content in requests))
    return Load(list(answers), time.perf_counter() - start)


async def _send(port: int, content: bytes) -> int:
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(content)
            head = await reader.readline()
            writer.close()
            return int(head.split()[1])
    except (OSError, TimeoutError, IndexError):
        return 0
