"""The servers that the demonstration runs beside ours: found, or installed where we may, and started for us alone."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.endpoint import ROOT

# Debian keeps servers where only root looks.
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
PACKAGES = {"redis-server": "redis-server", "haproxy": "haproxy", "initdb": "postgresql"}
CONFIG = ROOT / "deploy/haproxy.cfg"
START_SECONDS = 20


class MissingProgramsError(Exception):
    """Servers are missing and cannot be installed here; the message says which."""


def install_missing() -> None:
    """Install what is missing from Debian.

    Raises:
        MissingProgramsError: we are not root, there is no apt-get, or it fails.
    """
    missing = [package for program, package in PACKAGES.items() if not _is_there(program)]
    if not missing:
        return
    command = ["apt-get", "install", "-qy", "--no-install-recommends", *missing]
    words = " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise MissingProgramsError(f"Please install {words} (Debian's names: apt-get install {words}).")
    print(f"Installing {words} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-q"], command):
        done = subprocess.run(step, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise MissingProgramsError(f"{' '.join(step)} failed:\n{done.stderr}")


def _is_there(program: str) -> bool:
    return bool(shutil.which(program, path=PATH) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))


def balancer_config(port: int, servers: Sequence[int], folder: Path) -> str:
    """Return deploy/haproxy.cfg with our port, our processes, no TLS, and figures to ask for."""
    text = CONFIG.read_text()
    text = re.sub(r"    bind \*:443.*\n", "", text).replace("bind *:80", f"bind 127.0.0.1:{port}")
    text = re.sub(r"    http-request redirect scheme https.*\n", "", text)
    text = text.replace("global\n", f"global\n    stats socket {folder}/haproxy.socket mode 600\n")
    text, endpoint, web = re.split(r"(?=^backend )", text, flags=re.MULTILINE)
    lines = [f"    server endpoint{number} 127.0.0.1:{at}\n" for number, at in enumerate(servers, 1)]
    endpoint = re.sub(r"    server .*\n", "", endpoint).rstrip("\n") + "\n" + "".join(lines)
    # Nothing but applications is asked for here.
    web = re.sub(r"    server .*\n", "", web)
    return "\n".join([text, endpoint, web])


@dataclass(frozen=True)
class Balancer:
    """HAProxy in front of the endpoint processes."""

    port: int
    folder: Path

    def answered(self) -> dict[str, int]:
        """Return how many requests each process has answered with anything but an error of the server's."""
        with closing(socket.socket(socket.AF_UNIX)) as line:
            line.connect(str(self.folder / "haproxy.socket"))
            line.sendall(b"show stat\n")
            text = b"".join(iter(lambda: line.recv(65536), b"")).decode()
        head, *rows = text.lstrip("# ").strip().splitlines()
        names = head.split(",")
        found = [dict(zip(names, row.split(","), strict=False)) for row in rows]
        return {
            row["svname"]: sum(int(row[kind] or 0) for kind in ("hrsp_2xx", "hrsp_3xx", "hrsp_4xx"))
            for row in found
            if row["pxname"] == "endpoint" and row["svname"].startswith("endpoint")
        }


@contextmanager
def running_balancer(port: int, servers: Sequence[int], folder: Path) -> Iterator[Balancer]:
    """Run HAProxy over processes at these ports."""
    config = folder / "haproxy.cfg"
    config.write_text(balancer_config(port, servers, folder))
    program = shutil.which("haproxy", path=PATH)
    assert program
    with (folder / "haproxy.log").open("wb") as log:
        server = subprocess.Popen([program, "-W", "-f", str(config)], stdout=log, stderr=log)
    try:
        _wait_for_port(port, server, folder / "haproxy.log")
        yield Balancer(port, folder)
    finally:
        server.terminate()
        server.wait()


@contextmanager
def running_worker(environment: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `manage.py work`."""
    with log.open("ab") as output:
        command = [sys.executable, "manage.py", "work"]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait()


def _wait_for_port(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None or time.monotonic() > deadline:
            raise MissingProgramsError(f"haproxy does not start:\n{log.read_text()}")
        time.sleep(0.05)
