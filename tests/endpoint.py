"""The endpoint as in production: gunicorn with several processes over one database. For tests and benchmarks."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
SITE = "https://site.example"
SECRET_KEY = "only for tests of the endpoint, and for nothing else at all"
SITUATION = "A learner had stopped coming. I asked, waited, and said back what I had heard."
PREPARE = """
import django
django.setup()
from django.core.management import call_command
from cms.issuance.achievements import AchievementContent, publish_achievement
call_command("migrate", verbosity=0)
criteria = [{"key": key, "title": key, "description": key, "example": key} for key in ("one", "two", "three")]
publish_achievement("empathy", "en", AchievementContent("Empathy", "", criteria))
"""

# What systemd does for a service with a socket (sd_listen_fds(3)).
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.argv[2], sys.argv[2:])
"""


def form(number: int, **changes: str) -> dict[str, str]:
    """Return a whole application; each number is somebody else's."""
    return {
        "badge": "empathy",
        "language": "en",
        "name": f"Person {number}",
        "email": f"person{number}@mail.example",
        "route": "prior",
        **{f"situation-{key}": SITUATION for key in ("one", "two", "three")},
        "evidence-1": "https://example.org/plan",
        "own_work": "yes",
        "privacy": "yes",
        **changes,
    }


def free_port() -> int:
    """Return a port that nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Endpoint:
    """One installation of the endpoint: a folder, a database, a port, and the processes while they run."""

    folder: Path
    database_url: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    application: str = "cms.issuance.wsgi"
    port: int = field(default_factory=free_port)
    server: "subprocess.Popen[bytes] | None" = None
    # Where somebody else holds the port, as systemd does.
    listener: socket.socket | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the processes read from the environment, and nothing else of ours."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "cms.settings.issuance",
            "SECRET_KEY": SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "BEHIND_PROXY": "1",
            "PERENNIAL_PUBLIC_URL": SITE,
            "PERENNIAL_VAR_DIR": str(self.folder),
            "PYTHONPATH": str(ROOT),
            **({"DATABASE_URL": self.database_url} if self.database_url else {}),
            **self.variables,
        }

    def run(self, program: str) -> str:
        """Run a Python program beside the server; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, workers: int, more: Sequence[str] = ()) -> None:
        """Serve, and return when it answers; `more` are further words for gunicorn."""
        words = [*more, "--workers", str(workers), "--backlog", "2048"]
        words += [] if self.listener else ["--bind", f"127.0.0.1:{self.port}"]
        words += ["--no-control-socket", "--log-level", "error", "--timeout", "60"]
        words += ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []
        with (self.folder / "server.log").open("ab") as log:
            command = [sys.executable, "-m", "gunicorn", self.application, *words]
            kept = [self.listener.fileno()] if self.listener else []
            command = [sys.executable, "-c", HAND_OVER, str(kept[0]), *command] if kept else command
            self.server = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stderr=log, start_new_session=True, pass_fds=kept
            )
        deadline = time.monotonic() + START_SECONDS
        while self.status_of_challenge() != 200:
            assert self.server.poll() is None, (self.folder / "server.log").read_text()
            assert time.monotonic() < deadline, "the endpoint does not answer"
            time.sleep(0.02)

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End all its processes; SIGKILL is the crash."""
        if self.server is not None:
            os.killpg(self.server.pid, how)
            self.server.wait()
            self.server = None

    def workers(self) -> list[int]:
        """Return the numbers of the processes that answer."""
        assert self.server is not None
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
        return [int(number) for number in children.split()]

    def status_of_challenge(self) -> int:
        """Return how the endpoint answers to a look, or 0."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as line:
            try:
                line.request("GET", "/apply/challenge")
                return line.getresponse().status
            except OSError:
                return 0

    def post(self, fields: dict[str, str], address: str = "192.0.2.1") -> int:
        """Send a form from an address of the internet; return the status, or 0 where no answer came."""
        headers = {
            "Origin": SITE,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": address,
            "X-Forwarded-Proto": "https",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            try:
                line.request("POST", "/apply/", urlencode(fields), headers)
                return line.getresponse().status
            except (OSError, http.client.HTTPException):
                return 0

    def post_all(self, forms: Sequence[dict[str, str]], address: str = "192.0.2.1", at_once: int = 20) -> list[int]:
        """Send forms at the same time; return the statuses in order."""
        with ThreadPoolExecutor(at_once) as pool:
            return list(pool.map(lambda fields: self.post(fields, address), forms))

    def ask(self, query: str) -> list[Any]:
        """Return the first column of what the database answers."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return [row[0] for row in connection.execute(query.encode()).fetchall()]
        with closing(sqlite3.connect(self.folder / "perennial.sqlite3")) as connection:
            return [row[0] for row in connection.execute(query).fetchall()]


@contextmanager
def running(endpoint: Endpoint, workers: int) -> Iterator[Endpoint]:
    """Make the tables, serve, and end it."""
    endpoint.run(PREPARE)
    endpoint.start(workers)
    try:
        yield endpoint
    finally:
        endpoint.stop()
