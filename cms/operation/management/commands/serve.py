"""manage.py serve: gunicorn with WhiteNoise, and the background worker."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

LOOK_SECONDS = 1


class Command(BaseCommand):
    """Serve site, admin, endpoint and API, with the worker that sends mail beside it; both end together."""

    help = "Serve everything with gunicorn, and run the background worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port")
        parser.add_argument("--workers", type=int, default=2, help="server processes")
        parser.add_argument("--threads", type=int, default=4, help="threads a process")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start both, start a worker that dies again, wait for the server, stop the worker."""
        _check_free(options["bind"])
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
        server = [
            *(sys.executable, "-m", "gunicorn", "cms.wsgi"),
            *("--bind", options["bind"], "--workers", str(options["workers"]), "--threads", str(options["threads"])),
            *("--worker-tmp-dir", _memory_folder(), "--no-control-socket", "--preload", "--log-level", "warning"),
        ]
        # What systemd, containers and a closed terminal send; without this the two would outlive us and keep the port.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        code: int | None = 0
        # Where the server's processes count requests together; a server that starts anew counts anew.
        counts = tempfile.TemporaryDirectory(prefix="perennial-metrics-", dir=_memory_folder())
        environment["PROMETHEUS_MULTIPROC_DIR"] = counts.name
        processes: dict[str, subprocess.Popen[bytes]] = {}
        try:
            processes["worker"] = _start([sys.executable, "manage.py", "work"], environment)
            processes["server"] = _start(server, environment)
            while (code := processes["server"].poll()) is None:
                time.sleep(LOOK_SECONDS)
                if (ended := processes["worker"].poll()) is not None:
                    self.stderr.write(f"the background worker ended with {ended}; it is started again")
                    processes["worker"] = _start([sys.executable, "manage.py", "work"], environment)
        except KeyboardInterrupt:
            pass
        finally:
            for process in processes.values():
                process.terminate()
            for process in processes.values():
                process.wait()
            counts.cleanup()
        if code:
            raise CommandError(f"the server ended with {code}; see above.")


def _check_free(bind: str) -> None:
    """Try the address before anything is loaded: gunicorn would try for ten seconds, and say less.

    Raises:
        CommandError: somebody else listens there, or it is none of this machine's.
    """
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or host.startswith(("unix", "fd")):
        return
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As gunicorn does: connections that are just closing are no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            raise CommandError(
                f"cannot serve at {bind}: {error.strerror}. Name another port (PORT= or --bind)."
            ) from error


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # In a group of its own: gunicorn may hang for 30 seconds where Ctrl+C reaches it beside our SIGTERM.
    return subprocess.Popen(command, env=environment, process_group=0)


def _memory_folder() -> str:
    """Return a folder in memory for gunicorn's heartbeat where there is one; a slow disk would stop workers."""
    memory = Path("/dev/shm")  # noqa: S108  the heartbeat file has a random name and no content
    return str(memory if memory.is_dir() else settings.VAR_DIR)
