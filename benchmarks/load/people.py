"""Who comes: each a thread that does one thing again and again, with a pause, and notes how long it took."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode

from lxml import html

from tests.endpoint import SITUATION

# The first request of an editor loads the admin.
SECONDS = 120
# What a browser takes with a page, so that servers send what they send to browsers.
BROWSER = {"Accept-Encoding": "br, gzip", "Accept-Language": "en", "User-Agent": "load"}


class OddAnswerError(Exception):
    """An answer that nobody should get; the message says which."""


@dataclass
class Times:
    """How long the requests of one kind took, in seconds, and what went wrong."""

    kind: str
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def within(self, share: float) -> float:
        """Return the time within which this share was answered, in milliseconds."""
        times = sorted(self.seconds)
        return 1000 * times[min(len(times) - 1, int(share * len(times)))] if times else 0.0


class Person(threading.Thread):
    """Does `act` until `stop` is set."""

    def __init__(self, times: Times, pause: float, act: Callable[[], None], stop: threading.Event) -> None:
        """Take what to do, how long to wait in between, and where to note it."""
        super().__init__(daemon=True)
        self.times, self.pause, self.act, self.stopped = times, pause, act, stop

    def run(self) -> None:
        """Do it."""
        while not self.stopped.wait(self.pause * random.uniform(0.5, 1.5)):
            start = time.perf_counter()
            try:
                self.act()
            except (OSError, http.client.HTTPException, OddAnswerError) as error:
                self.times.errors.append(f"{type(error).__name__}: {error}")
            else:
                self.times.seconds.append(time.perf_counter() - start)


class Line:
    """A connection that is kept, with cookies, as a browser has it."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        """Connect from an address of ours to a port."""
        self.port, self.source = port, source
        self.cookies: dict[str, str] = {}
        self.line = self._new()

    def ask(self, method: str, path: str, expected: tuple[int, ...], fields: dict[str, str] | None = None) -> bytes:
        """Send a request, and return the body of the answer.

        Raises:
            OddAnswerError: the status is none of the expected.
        """
        headers = dict(BROWSER, Host=f"127.0.0.1:{self.port}")
        headers["Accept-Encoding"] = "identity" if fields is not None or self.cookies else BROWSER["Accept-Encoding"]
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        status, content = self._send(method, path, body, headers)
        if status not in expected:
            words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", content.decode(errors="replace"))).strip()[:160]
            raise OddAnswerError(f"{method} {path}: {status} {words}")
        return content

    def close(self) -> None:
        """Let go of it."""
        self.line.close()

    def _new(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, SECONDS, source_address=(self.source, 0))

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        # A server may close a connection that nobody has used for a while; then browsers take another one.
        for is_last in (False, True):
            try:
                self.line.request(method, path, body, headers)
                answer = self.line.getresponse()
                content = answer.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.line.close()
                self.line = self._new()
                if is_last or method == "POST":
                    raise
                continue
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _equals, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            return answer.status, content
        raise AssertionError("unreachable")


def reader(port: int, addresses: list[str]) -> Callable[[], None]:
    """Return what a reader does: open one of the site's files."""
    line = Line(port)
    return lambda: void(line.ask("GET", random.choice(addresses), (200,)))


def front_end(port: int, addresses: list[str]) -> Callable[[], None]:
    """Return what somebody else's front end does: ask the API for a page, a listing or words."""
    line = Line(port)
    return lambda: void(line.ask("GET", random.choice(addresses), (200,)))


def applicant(port: int, prefix: str, situations: list[str]) -> Callable[[], None]:
    """Return what applicants do, each from another address: send the form of a badge."""
    number = 0

    def apply() -> None:
        nonlocal number
        number += 1
        source = f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"
        fields = {
            **{"badge": "empathy", "language": "en", "route": "prior", "key": f"{prefix}-{number:07}"},
            **{"name": f"Person {number}", "email": f"{prefix}{number}@mail.example"},
            **dict.fromkeys(situations, SITUATION),
            **{"evidence-1": "https://example.org/plan", "own_work": "yes", "privacy": "yes"},
        }
        with closing(Line(port, source)) as line:
            line.ask("POST", "/apply/", (303,), fields)

    return apply


class Editor:
    """Somebody at the admin: opens a page, saves a draft of it; now and then makes a redirect, which is published."""

    def __init__(self, port: int, login: tuple[str, str], page: int) -> None:
        """Log in."""
        self.line, self.page, self.saves = Line(port), page, 0
        fields = _form(self.line.ask("GET", "/admin/login/", (200,)), "password")
        self.line.ask("POST", "/admin/login/", (302,), fields | {"username": login[0], "password": login[1]})

    def save(self) -> None:
        """Open the form, change a word, save."""
        self.saves += 1
        if self.saves % 20 == 0:
            self._redirect()
            return
        path = f"/admin/pages/{self.page}/edit/"
        fields = _form(self.line.ask("GET", path, (200,)), "summary")
        # Sections are drawn by scripts: without them the draft has none, and the page that readers see keeps its own.
        fields |= {"summary": f"Saved {self.saves} times.", "sections-count": "0"}
        self.line.ask("POST", path, (302,), fields)

    def _redirect(self) -> None:
        path = "/admin/redirects/add/"
        fields = _form(self.line.ask("GET", path, (200,)), "old_path")
        fields |= {"old_path": f"/load/{time.time_ns()}", "redirect_link": "https://example.org/"}
        self.line.ask("POST", path, (302,), fields)


def _form(page: bytes, name: str) -> dict[str, str]:
    """Return what a browser would send of the form with this field."""
    for found in html.fromstring(page).forms:
        if name in found.fields:
            return {key: value for key, value in found.form_values() if not key.startswith("action-")}
    raise OddAnswerError(f"there is no form with {name} on the page")


def void(_content: bytes) -> None:
    """Take an answer."""
