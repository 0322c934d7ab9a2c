"""Show that more machines lose nothing: two endpoint processes and two workers over PostgreSQL, Redis and a bucket.

`make scale-demo`. HAProxy stands in front, with the configuration of deploy/; a mail server of ours takes the mails.
One process is killed (SIGKILL) in the middle of the load and started again. Returns 1 where a promise does not hold.
"""

import argparse
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer
from redis import Redis

from benchmarks.endpoint.load import Load
from benchmarks.scale.programs import Balancer, MissingProgramsError, install_missing, running_balancer, running_worker
from benchmarks.scale.sending import Applicant, send_all
from tests.endpoint import ROOT, Endpoint, free_port
from tests.issuance.postbox import Postbox, running_postbox
from tests.postgres import PostgresMissingError, cluster
from tests.redis_server import RedisMissingError, running_redis

AT_ONCE = 16
LIMIT = 10
MAIL_SECONDS = 120
HOUR_ENDS = 20
EVIDENCE = "evidence"
KEYS = {"AWS_ACCESS_KEY_ID": "perennial", "AWS_SECRET_ACCESS_KEY": "only for the demonstration"}
BADGE = """
import django
django.setup()
from cms.issuance.achievements import AchievementContent, publish_achievement
criteria = [{"key": key, "title": key, "description": key, "example": key} for key in ("one", "two", "three")]
publish_achievement("empathy", "en", AchievementContent("Empathy", "", criteria))
"""


@dataclass
class Verdict:
    """What was promised, and whether it held."""

    broken: list[str] = field(default_factory=list)

    def expect(self, holds: bool, promise: str, found: str) -> None:
        """Print a promise with what was found."""
        print(f"  {'yes' if holds else 'NO '}  {promise}: {found}", flush=True)
        if not holds:
            self.broken.append(promise)


@dataclass
class Installation:
    """Everything that runs."""

    endpoints: list[Endpoint]
    balancer: Balancer
    postbox: Postbox
    redis: str
    s3: str

    @property
    def port(self) -> int:
        """Where applicants send to."""
        return self.balancer.port

    def ask(self, query: str) -> list[str]:
        """Return the first column of what the database answers."""
        return self.endpoints[0].ask(query)


def main() -> int:
    """Run the demonstration."""
    options = _arguments()
    start = time.perf_counter()
    verdict = Verdict()
    try:
        install_missing()
        with installation() as running:
            _compare(running, options.forms, verdict)
            _crash(running, options.forms, verdict)
            _limit(running, verdict)
            _count(running, verdict)
    except (MissingProgramsError, PostgresMissingError, RedisMissingError) as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"\n{time.perf_counter() - start:.0f} seconds. " + ("; ".join(verdict.broken) or "Every promise held."))
    return 1 if verdict.broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--forms", type=int, default=300, help="applications in each part")
    return parser.parse_args()


def of_the_cms(endpoint: Endpoint, folder: Path, mail_port: int) -> dict[str, str]:
    """Return the environment of the CMS and its worker beside an endpoint, as a deployer sets it."""
    return endpoint.environment | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "PERENNIAL_TASK_QUEUE": "1",
        "PERENNIAL_EXPORT_AFTER_SECONDS": "0",
        "PERENNIAL_EXPORT_DIR": str(folder / "site"),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
        "DEFAULT_FROM_EMAIL": "badges@site.example",
    }


@contextmanager
def installation() -> Iterator[Installation]:
    """Start the servers, make the tables once, and start our processes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="perennial-scale-")))
        # As a deployer has it, each commit written to the disk; unlike in the tests.
        database = stack.enter_context(cluster(options=("-c", "max_connections=60"))).new_database()
        redis = stack.enter_context(running_redis())
        postbox = stack.enter_context(running_postbox())
        s3 = stack.enter_context(_bucket())
        variables = {
            **KEYS,
            "PERENNIAL_REDIS_URL": redis,
            "PERENNIAL_EVIDENCE_BUCKET": EVIDENCE,
            "PERENNIAL_EVIDENCE_FILES": "1",
            "PERENNIAL_S3_ENDPOINT_URL": s3,
            "PERENNIAL_HOURLY_LIMIT_WITHOUT_PROOF": str(LIMIT),
        }
        endpoints = []
        for name in ("one", "two"):
            (folder / name).mkdir()
            endpoints.append(Endpoint(folder / name, database, dict(variables)))
        cms = of_the_cms(endpoints[0], folder, postbox.port)
        print("PostgreSQL, Redis, bucket and mail server run; making the tables ...", flush=True)
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=cms, check=True)
        endpoints[0].run(BADGE)
        for endpoint in endpoints:
            stack.callback(endpoint.stop)
            endpoint.start(1)
        for number in (1, 2):
            stack.enter_context(running_worker(cms, folder / f"worker{number}.log"))
        ports = [endpoint.port for endpoint in endpoints]
        balancer = stack.enter_context(running_balancer(free_port(), ports, folder))
        yield Installation(endpoints, balancer, postbox, redis, s3)


@contextmanager
def _bucket() -> Iterator[str]:
    """Run the stand-in for an S3 service; our own client names the keys that it does not look at."""
    os.environ.update(KEYS)
    # It would print a line for each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1").create_bucket(Bucket=EVIDENCE)
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def _compare(running: Installation, forms: int, verdict: Verdict) -> None:
    """Measure one process and two, through the balancer; print the table."""
    two = running.endpoints[1]
    send_all(running.port, [Applicant(number) for number in range(20)], AT_ONCE)
    two.stop()
    single = _measured(running, range(1000, 1000 + forms))
    two.start(1)
    _wait_until_back(running, range(20, 60))
    before = running.balancer.answered()
    double = _measured(running, range(2000, 2000 + forms))
    shares = {name: count - before[name] for name, count in running.balancer.answered().items()}
    print("\n| endpoint processes | applications a second | x one | p99 ms |\n|---|---:|---:|---:|")
    for name, load in (("1", single), ("2", double)):
        print(f"| {name} | {load.rate:.0f} | {load.rate / single.rate:.2f} | {load.p99:.0f} |")
    print(flush=True)
    taken = single.accepted, double.accepted
    verdict.expect(taken == (forms, forms), "all applications are taken", f"{taken} of {forms} each")
    verdict.expect(all(shares.values()), "both processes take part", ", ".join(f"{k} {v}" for k, v in shares.items()))


def _measured(running: Installation, numbers: range) -> Load:
    return send_all(running.port, [Applicant(number) for number in numbers], AT_ONCE)


def _wait_until_back(running: Installation, numbers: range) -> None:
    """Send an application now and then until the process that was away is given one again."""
    before = running.balancer.answered()
    for number in numbers:
        send_all(running.port, [Applicant(number)], 1)
        now = running.balancer.answered()
        if all(now[name] > before[name] for name in before):
            return
        time.sleep(0.25)


def _crash(running: Installation, forms: int, verdict: Verdict) -> None:
    """Kill one process in the middle; what was acknowledged must be there, and a retry makes nothing double."""
    applicants = [Applicant(number) for number in range(3000, 3000 + forms)]
    killer = threading.Thread(target=_kill_midway, args=[running, forms // 3])
    killer.start()
    first = send_all(running.port, applicants, AT_ONCE)
    killer.join()
    acknowledged = {a.key for a, answer in zip(applicants, first.answers, strict=True) if answer.status == 303}
    kept = _keys(running, "scale-003")
    lost = acknowledged - set(kept)
    running.endpoints[0].start(1)
    _wait_until_back(running, range(60, 100))
    # Who got no answer presses the button again: the same key.
    again = [applicant for applicant in applicants if applicant.key not in acknowledged]
    retried = send_all(running.port, again, AT_ONCE)
    after = _keys(running, "scale-003")
    said = f"{len(acknowledged)} of {forms} acknowledged, {len(lost)} lost"
    verdict.expect(not lost and bool(acknowledged), "a killed process loses nothing", said)
    said = f"{len(again)} sent again, {retried.accepted} taken, {len(after)} kept, {len(after) - len(set(after))} twice"
    verdict.expect(sorted(after) == [a.key for a in applicants], "after a retry all are there once", said)


def _kill_midway(running: Installation, count: int) -> None:
    while len(_keys(running, "scale-003")) < count:
        time.sleep(0.02)
    running.endpoints[0].stop(signal.SIGKILL)


def _keys(running: Installation, begin: str) -> list[str]:
    found = f"SELECT idempotency_key FROM issuance_application WHERE idempotency_key LIKE '{begin}%'"
    return running.ask(found)


def _limit(running: Installation, verdict: Verdict) -> None:
    """Send too many from one address, through the balancer and to each process."""
    left = 3600 - time.time() % 3600
    if left < HOUR_ENDS:
        # The limit counts by the hour of the clock, and begins anew with it.
        time.sleep(left + 1)
    address = "127.200.0.1"
    # The second worker has been refused too: the work of the hour is one worker's.
    known = _refusals(running)
    before = running.balancer.answered()
    applicants = [Applicant(5000 + 5 * number + 1, address) for number in range(4 * LIMIT)]
    statuses = Counter(answer.status for answer in send_all(running.port, applicants, AT_ONCE).answers)
    shares = {name: count - before[name] for name, count in running.balancer.answered().items()}
    said = f"{statuses[303]} taken, {statuses[429]} refused by {', '.join(f'{k} {v}' for k, v in shares.items())}"
    holds = statuses == Counter({303: LIMIT, 429: 3 * LIMIT}) and all(shares.values())
    verdict.expect(holds, f"the limit of {LIMIT} an hour holds over both processes", said)
    remembered = len(_refusals(running) - known)
    verdict.expect(remembered == 1, "Redis remembers the refusal for all machines", f"{remembered} remembered")


def _refusals(running: Installation) -> set[bytes]:
    with Redis.from_url(running.redis) as redis:
        return set(redis.scan_iter("*refused:*"))


def _count(running: Installation, verdict: Verdict) -> None:
    """Compare applications, mails and files, each with the others."""
    expected = sorted(running.ask("SELECT email FROM issuance_application"))
    _wait_for_workers(running, len(expected))
    received = list(running.postbox.received)
    said = f"{len(expected)} applications, {len(received)} mails"
    recipients = sorted(str(mail["To"]) for mail in received)
    verdict.expect(recipients == expected, "each applicant got one mail, by two workers", said)
    identities = Counter(str(mail["Message-ID"]) for mail in received)
    verdict.expect(len(identities) == len(received), "no mail went out twice", f"{len(identities)} Message-IDs")
    rows = running.ask("SELECT stored_as FROM issuance_evidencefile")
    client = boto3.resource("s3", endpoint_url=running.s3, region_name="us-east-1")
    objects = {item.key for item in client.Bucket(EVIDENCE).objects.all()}
    # A process that was killed may leave a file without a row; after a day it is deleted.
    left = len(objects - set(rows))
    said = f"{len(rows)} rows, {len(objects)} objects, {left} left by the kill"
    wanted = _with_files(running)
    verdict.expect(set(rows) <= objects and len(rows) == wanted, "each file that was sent is in the bucket", said)
    states = Counter(running.ask("SELECT status FROM django_tasks_database_dbtaskresult"))
    is_done = bool(states) and set(states) == {"SUCCESSFUL"}
    verdict.expect(is_done, "the work of the hour was done once", ", ".join(f"{n} {s}" for s, n in states.items()))


def _with_files(running: Installation) -> int:
    keys: Sequence[str] = running.ask("SELECT idempotency_key FROM issuance_application")
    return sum(Applicant(int(key.removeprefix("scale-"))).has_file for key in keys)


def _wait_for_workers(running: Installation, count: int) -> None:
    deadline = time.monotonic() + MAIL_SECONDS
    while len(running.postbox.received) < count and time.monotonic() < deadline:
        time.sleep(0.2)
    open_tasks = "SELECT status FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    while running.ask(open_tasks) and time.monotonic() < deadline:
        time.sleep(0.2)
    # Time for a mail that is sent twice to come in.
    time.sleep(3)


if __name__ == "__main__":
    sys.exit(main())
