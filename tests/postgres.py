"""A PostgreSQL of the tests' own: a cluster in a temporary folder, run by a user without rights, gone afterwards."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

# Where Debian keeps the programs of the server; they are on nobody's PATH there.
DEBIAN = Path("/usr/lib/postgresql")
OWNER = "perennial"
START_SECONDS = 60
# What a test does not need: the cluster is thrown away, so nothing has to survive a loss of power.
HASTY = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class PostgresMissingError(Exception):
    """There is no PostgreSQL server on this machine; the message says what to install."""


@dataclass
class Cluster:
    """A server, running unless it was stopped."""

    port: int
    command: Sequence[str | Path] = ()
    user: str | None = None
    folder: Path = Path()
    server: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Serve, and return once it answers."""
        log = self.folder / "log"
        with log.open("ab") as output:
            self.server = subprocess.Popen(self.command, user=self.user, cwd=self.folder, stdout=output, stderr=output)
        _wait_for(self.server, self.port, log)

    def stop(self) -> None:
        """End it at once: "fast shutdown" is SIGINT, which does not wait for clients."""
        if self.server is not None:
            self.server.send_signal(2)
            self.server.wait()
            self.server = None

    def new_database(self) -> str:
        """Make an empty database; return its address as DATABASE_URL wants it."""
        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{name}"


@contextmanager
def cluster(options: Sequence[str] = HASTY) -> Iterator[Cluster]:
    """Make a cluster, run it, and remove it. `options` are further words for the server.

    Raises:
        PostgresMissingError: there is no server to run.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="perennial-postgres-"))
    user = _unprivileged_user()
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    make = [programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    serve = [programs / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, *options]
    running = Cluster(port, serve, user, folder)
    try:
        subprocess.run(make, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of the newest server's programs."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise PostgresMissingError("Please install a PostgreSQL server (Debian: apt-get install postgresql).")
    return versions[-1].parent


def _unprivileged_user() -> str | None:
    """Return who is to run the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _wait_for(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(f"postgres://{OWNER}@127.0.0.1:{port}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PostgresMissingError(f"PostgreSQL does not start:\n{log.read_text()}") from None
            time.sleep(0.05)
        else:
            return
