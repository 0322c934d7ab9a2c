"""Measure the endpoint, and print tables: rate against a bare view, p99, memory, start-up; and what a crash leaves.

`python -m benchmarks.endpoint.measure --help`; `make bench` runs it.
"""

import argparse
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.endpoint.load import Load, request_of, send_all
from tests.endpoint import PREPARE, ROOT, Endpoint, form
from tests.postgres import Cluster, PostgresMissingError, cluster

WORKERS = 2
LEAST_RATIO = 0.5
MOST_MEGABYTES = 55
MOST_SECONDS = 0.6
TABLE = """
import benchmarks.endpoint.bare
from django.db import connection
from benchmarks.endpoint.rows.models import Row
with connection.schema_editor() as editor:
    editor.create_model(Row)
"""
# All solved proofs, made before the server starts: with one number to try, the sender's part takes no time.
PROOFS = """
import base64, django, json
django.setup()
from cms.issuance.endpoint.proof import make_challenge
for _number in range({count}):
    print(base64.b64encode(json.dumps({{**make_challenge(), "number": 1}}).encode()).decode())
"""
VARIABLES = {
    "PERENNIAL_PROOF_NUMBERS": "1",
    "PERENNIAL_HOURLY_LIMIT": "60",
    "PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF": "10",
}


@dataclass
class Row:
    """The samples of one application over one database."""

    title: str
    endpoint: Endpoint
    loads: list[Load] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    megabytes: float = 0

    @property
    def rate(self) -> float:
        """Accepted applications a second, the median of the rounds."""
        return statistics.median(load.rate for load in self.loads)


def main() -> int:
    """Measure and print; return 1 where a promise does not hold."""
    options = _arguments()
    kept = True
    with ExitStack() as stack:
        engines: dict[str, Cluster | None] = {"SQLite": None}
        try:
            # As a deployer has it, each commit written to the disk; unlike in the tests.
            engines["PostgreSQL"] = stack.enter_context(cluster(options=("-c", "max_connections=50")))
        except PostgresMissingError as missing:
            print(missing, file=sys.stderr)
        print("| database | application | a second | ratio | CPU ms | p99 ms | MB a worker |")
        print("|---|---|---:|---:|---:|---:|---:|")
        for name, server in engines.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="perennial-bench-")))
            kept &= _compare(name, server, folder, options)
        kept &= _print_start(options.rounds)
        for name, server in engines.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="perennial-bench-")))
            kept &= _crash(name, server, folder)
    return 0 if kept else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=1000, help="forms in a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the table shows medians")
    parser.add_argument("--at-once", type=int, default=16, help="forms under way at a time")
    return parser.parse_args()


def _compare(name: str, server: Cluster | None, folder: Path, options: argparse.Namespace) -> bool:
    """Measure the bare view and the endpoint in turns, so that a busy minute meets both; print two lines."""
    bare = Row("bare view", _endpoint(folder / "bare", server, "benchmarks.endpoint.bare"))
    ours = Row("endpoint", _endpoint(folder / "ours", server, "cms.issuance.wsgi"))
    bare.endpoint.run(TABLE)
    ours.endpoint.run(PREPARE)
    count = options.requests * options.rounds
    proofs = ours.endpoint.run(PROOFS.format(count=count)).split()
    requests = [
        request_of(form(number, key=f"bench-{number:08}", altcha=proof), number) for number, proof in enumerate(proofs)
    ]
    for number in range(options.rounds):
        part = requests[number * options.requests : (number + 1) * options.requests]
        for row in (bare, ours):
            _measure(row, part, options.at_once)
    expected = sorted(f"bench-{number:08}" for number in range(count))
    is_whole = sorted(ours.endpoint.ask("SELECT idempotency_key FROM issuance_application")) == expected
    mails = ours.endpoint.ask("SELECT count(*) FROM issuance_mailmessage")[0]
    ratio = ours.rate / bare.rate
    for row in (bare, ours):
        p99 = statistics.median(load.p99 for load in row.loads)
        cpu = statistics.median(row.cpu)
        print(
            f"| {name} | {row.title} | {row.rate:.0f} | {row.rate / bare.rate:.2f} | {cpu:.2f} | {p99:.0f} "
            f"| {row.megabytes:.0f} |",
            flush=True,
        )
    if not is_whole or mails != count:
        print(f"{name}: not every application is there once, with its mail.", file=sys.stderr)
    return ratio >= LEAST_RATIO and is_whole and mails == count and ours.megabytes <= MOST_MEGABYTES


def _endpoint(folder: Path, server: Cluster | None, application: str) -> Endpoint:
    folder.mkdir()
    return Endpoint(folder, server.new_database() if server else "", dict(VARIABLES), application)


def _measure(row: Row, requests: list[bytes], at_once: int) -> None:
    with _served(row.endpoint):
        send_all(row.endpoint.port, [b"GET /apply/challenge HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"] * 40, at_once)
        before = _cpu(row.endpoint)
        load = send_all(row.endpoint.port, requests, at_once)
        row.cpu.append(1000 * (_cpu(row.endpoint) - before) / len(requests))
        row.loads.append(load)
        row.megabytes = max(row.megabytes, *(_megabytes(worker) for worker in row.endpoint.workers()))
    if load.accepted != len(requests):
        raise SystemExit(f"{row.title}: {len(requests) - load.accepted} of {len(requests)} were not accepted.")


@contextmanager
def _served(endpoint: Endpoint) -> Iterator[None]:
    endpoint.start(WORKERS)
    try:
        yield
    finally:
        endpoint.stop()


def _cpu(endpoint: Endpoint) -> float:
    """Return the CPU seconds that the workers have taken (proc_pid_stat(5): utime, stime)."""
    ticks = 0
    for worker in endpoint.workers():
        fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def _megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _print_start(rounds: int) -> bool:
    """Measure from the start of Python to an application that has found its views."""
    with tempfile.TemporaryDirectory(prefix="perennial-bench-") as folder:
        endpoint = Endpoint(Path(folder))
        program = "import cms.issuance.wsgi; from django.urls import get_resolver; get_resolver().url_patterns"
        walls, cpus = [], []
        for _round in range(rounds * 3):
            start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", program], env=endpoint.environment, cwd=ROOT, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            walls.append(time.perf_counter() - start)
            cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    print(f"\nStart: {wall:.2f} s, of it CPU {cpu:.2f} s; medians of {len(walls)}", flush=True)
    # On a machine that has other work the time on the wall is mostly that of others.
    return cpu <= MOST_SECONDS


def _crash(name: str, server: Cluster | None, folder: Path) -> bool:
    """Send 1,000 forms at once, kill the server when some are acknowledged, start it anew, send all again."""
    endpoint = _endpoint(folder / "crash", server, "cms.issuance.wsgi")
    endpoint.variables["PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF"] = "1000"
    endpoint.run(PREPARE)
    keys = [f"crash-{number:06}" for number in range(1000)]
    requests = [request_of(form(number, key=key), number) for number, key in enumerate(keys)]
    endpoint.start(WORKERS)
    killer = threading.Thread(target=_kill_midway, args=[endpoint, len(keys)])
    killer.start()
    first = send_all(endpoint.port, requests, len(requests))
    killer.join()
    acknowledged = {key for key, answer in zip(keys, first.answers, strict=True) if answer.status == 303}
    found = endpoint.ask("SELECT idempotency_key FROM issuance_application")
    with _served(endpoint):
        again = send_all(endpoint.port, requests, 64)
    after = endpoint.ask("SELECT idempotency_key FROM issuance_application")
    lost = acknowledged - set(found)
    print(
        f"Crash, {name}: {len(acknowledged)} of 1000 acknowledged, {len(found)} kept, {len(lost)} lost; "
        f"after a retry of all {again.accepted} accepted, {len(after)} kept, {len(after) - len(set(after))} twice",
        flush=True,
    )
    return not lost and 0 < len(acknowledged) < len(keys) and sorted(after) == keys


def _kill_midway(endpoint: Endpoint, count: int) -> None:
    while endpoint.ask("SELECT count(*) FROM issuance_application")[0] < count // 3:
        time.sleep(0.01)
    endpoint.stop(signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
