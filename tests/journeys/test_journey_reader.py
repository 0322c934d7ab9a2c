"""Somebody reads while the site is published again and again."""

import gzip
import hashlib
import threading
import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from tests.journeys.server import Demo

pytestmark = pytest.mark.slow

ADDRESSES = (
    "index.html",
    "fi/index.html",
    "fi/skills/active-listening/index.html",
    "en/badges/empathy/index.html",
    "pl/verify/index.html",
    "record.js",
    "status/1.json",
    ".well-known/did.json",
)
READERS = 2
MOST_ROUNDS = 2000
PAUSE_SECONDS = 0.2


@dataclass
class Reader(threading.Thread):
    """Reads all addresses over and over until told to stop; keeps what it got, by address."""

    url: str
    stop: threading.Event
    got: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    faults: list[str] = field(default_factory=list)
    rounds: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while self.rounds < MOST_ROUNDS and not self.stop.wait(PAUSE_SECONDS):
            for address in ADDRESSES:
                self._read(address, packed=self.rounds % 2 == 1)
            self.rounds += 1

    def _read(self, address: str, packed: bool) -> None:
        headers = {"Accept-Encoding": "gzip"} if packed else {}
        request = urllib.request.Request(f"{self.url}/{address.removesuffix('index.html')}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                content = response.read()
                if response.headers["Content-Encoding"] == "gzip":
                    content = gzip.decompress(content)
        except (OSError, EOFError, urllib.error.HTTPError) as error:
            self.faults.append(f"round {self.rounds}, {address}: {error}")
        else:
            self.got[address].add(digest(content))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_reader_sees_one_release_or_the_other(demo: Demo) -> None:
    published: dict[str, set[str]] = defaultdict(set)

    def note_release() -> None:
        for address in ADDRESSES:
            published[address].add(digest((demo.site / address).read_bytes()))

    note_release()
    stop = threading.Event()
    readers = [Reader(demo.url, stop) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for phase in ("archived", "active"):
            demo.manage("export_site", "--phase", phase)
            note_release()
            # Served at once: an archived site has no form.
            with urllib.request.urlopen(f"{demo.url}/en/badges/empathy/", timeout=60) as response:
                assert (b'method="post"' in response.read()) == (phase == "active")
    finally:
        stop.set()
        for reader in readers:
            reader.join(120)
    assert [fault for reader in readers for fault in reader.faults] == []
    for reader in readers:
        assert reader.rounds > 10
        assert {
            address: got - published[address] for address, got in reader.got.items() if got - published[address]
        } == {}
    # The readers were there for both kinds of release.
    assert len(readers[0].got["en/badges/empathy/index.html"]) == 2
