"""The product as `make start` runs it: prepared in a folder of its own, served by processes of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parent.parent.parent
# All else that the product reads from the environment is left at what it is on a fresh machine.
KEPT_VARIABLES = ("PATH", "HOME", "TMPDIR", "LANG")
START_SECONDS = 180
STOP_SECONDS = 60


class DemoError(Exception):
    """The product could not be run; the message holds what it said."""


@dataclass(frozen=True)
class Demo:
    """One installation: its folder, and the port at which it answers."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def site(self) -> Path:
        """The folder of the exported site."""
        return self.folder / "dist"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
            "PERENNIAL_VAR_DIR": str(self.folder / "var"),
            "PERENNIAL_EXPORT_DIR": str(self.site),
            "PERENNIAL_ASSETS_DIR": str(settings.ASSETS_DIR),
            "PERENNIAL_CONTENT_DIR": str(settings.CONTENT_DIR),
            "PERENNIAL_PUBLIC_URL": self.url,
            # A test that publishes exports when it wants to.
            "PERENNIAL_EXPORT_AFTER_SECONDS": "0",
            # A minute of drawing that no journey looks at.
            "PERENNIAL_KIT": "0",
        }

    def manage(self, *words: str) -> str:
        """Run a management command beside the server; return what it printed.

        Raises:
            DemoError: the command failed.
        """
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DemoError(f"manage.py {' '.join(words)}:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def prepare(self) -> None:
        """Do what `make start` does before it serves."""
        self.manage("start_demo", "--no-serve")

    def start(self) -> subprocess.Popen[bytes]:
        """Serve, and return the process once it answers.

        Raises:
            DemoError: it ended, or does not answer in time.
        """
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{self.port}"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if has_ended(server, 0.2):
                raise DemoError(f"serve ended with {server.returncode}:\n{self.log.read_text()}")
            if time.monotonic() > deadline:
                end(server)
                raise DemoError(f"serve does not answer:\n{self.log.read_text()}")
        return server

    @property
    def log(self) -> Path:
        """What the server printed."""
        return self.folder / "serve.log"

    def answers(self) -> bool:
        """Tell whether the site is there."""
        try:
            with urllib.request.urlopen(f"{self.url}/", timeout=30) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def page_id(self, language: str, path: str) -> int:
        """Return the CMS's number of the page at a path of the site, for addresses of the admin."""
        with closing(sqlite3.connect(self.folder / "var" / "perennial.sqlite3")) as database:
            rows = database.execute(
                "SELECT page.id FROM wagtailcore_page page JOIN wagtailcore_locale locale ON locale.id = page.locale_id"
                " WHERE locale.language_code = ? AND page.url_path LIKE ?",
                (language, f"%/{path}/"),
            ).fetchall()
        [(number,)] = rows
        return int(number)


def has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait at most so long for the process to end; tell whether it has."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def end(server: subprocess.Popen[bytes]) -> None:
    """End the server by Ctrl+C; kill whatever of it does not listen.

    Raises:
        DemoError: something had to be killed.
    """
    server.send_signal(signal.SIGINT)
    has_ended(server, STOP_SECONDS)
    left = processes_of(server)
    for number in left:
        os.kill(number, signal.SIGKILL)
    server.wait()
    if left:
        raise DemoError(f"{len(left)} processes of the server did not end at Ctrl+C")


def processes_of(server: subprocess.Popen[bytes]) -> list[int]:
    """Return the numbers of the server's processes that still run: itself, and what it has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # proc_pid_stat(5): after the name in brackets come state, parent, group and session.
            state, _parent, _group, session = status.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == server.pid and state != "Z":
            found.append(int(status.parent.name))
    return found


def free_port() -> int:
    """Return a port that nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(demo: Demo) -> Iterator[Demo]:
    """Serve the demo, and end it afterwards."""
    server = demo.start()
    try:
        yield demo
    finally:
        end(server)
