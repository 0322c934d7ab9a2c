"""A Redis of the tests' own: at a free port, without a file, gone afterwards."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from redis import Redis
from redis.exceptions import ConnectionError as AwayError

START_SECONDS = 20


class RedisMissingError(Exception):
    """There is no Redis server on this machine; the message says what to install."""


@contextmanager
def running_redis() -> Iterator[str]:
    """Run a server; yield its address as PERENNIAL_REDIS_URL wants it.

    Raises:
        RedisMissingError: there is no server to run.
    """
    # Debian keeps servers where only root looks.
    program = shutil.which("redis-server", path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/sbin")
    if program is None:
        raise RedisMissingError("Please install a Redis server (Debian: apt-get install redis-server).")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/"]
    server = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server, port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    with closing(Redis(port=port)) as line:
        while True:
            try:
                line.ping()
            except AwayError:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RedisMissingError("redis-server does not start.") from None
                time.sleep(0.02)
            else:
                return
