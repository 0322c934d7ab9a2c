"""Kill the export at random moments while a reader fetches the served site without a pause: is a page ever broken?

    .venv/bin/python -m benchmarks.kill_export [--kills 100] [--seed 1]

Half of the kills fall anywhere in an export, the other half while its files are written and switched, where harm could
be done. Every answer must be, byte for byte, a page of one of the sites that were whole. After each kill the site that
stands is compared with its checksums; at the end one export runs through, and nothing may be left lying about.
"""

import argparse
import hashlib
import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")

from tests.journeys.server import ROOT, Demo, free_port, served

SUMS = "SHA256SUMS"
POLL_SECONDS = 0.002


@dataclass
class Reader:
    """Fetches pages until told to stop, and keeps what was answered: path, status, digest of the body."""

    port: int
    paths: list[str]
    answers: list[tuple[str, int, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Read."""
        choose = random.Random(0)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.stop.is_set():
            path = choose.choice(self.paths)
            try:
                try:
                    self._fetch(connection, path)
                except http.client.RemoteDisconnected:
                    # The server had closed an idle connection: every browser asks again on a new one (RFC 9112, 9.3.1).
                    connection.close()
                    self._fetch(connection, path)
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(f"{path}: {error!r}")
                connection.close()

    def _fetch(self, connection: http.client.HTTPConnection, path: str) -> None:
        connection.request("GET", f"/{path.removesuffix('index.html')}")
        response = connection.getresponse()
        self.answers.append((path, response.status, hashlib.sha256(response.read()).hexdigest()))


def sums(site: Path) -> dict[str, str]:
    """Return the checksums of the site that stands, by path."""
    lines = (site / SUMS).read_text("utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def is_whole(site: Path) -> bool:
    """Tell whether every file is there with its checksum, and no other."""
    expected = sums(site)
    present = {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()} - {SUMS}
    return present == expected.keys() and all(
        hashlib.sha256((site / path).read_bytes()).hexdigest() == digest for path, digest in expected.items()
    )


def retitle(demo: Demo, number: int) -> None:
    """Change what stands on many pages, as an editor would."""
    with closing(sqlite3.connect(demo.folder / "var" / "perennial.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE wagtailcore_page SET title = ? WHERE slug = 'empathy'", (f"Empathy {number}",))


def export(demo: Demo) -> subprocess.Popen[bytes]:
    """Begin an export in a process group of its own."""
    command = [sys.executable, "manage.py", "export_site"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=demo.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(demo: Demo, choose: random.Random, usual: float, is_late: bool, alone: bool) -> bool:
    """Begin an export and kill it at a random moment; tell whether it was still running.

    `is_late` waits for the staging folder first; `alone` kills the main process and leaves its children behind.
    """
    process = export(demo)
    staging = demo.site.parent / f".{demo.site.name}.staging"
    if is_late:
        while process.poll() is None and not staging.exists():
            time.sleep(POLL_SECONDS)
        time.sleep(choose.uniform(0, 0.4))
    else:
        time.sleep(choose.uniform(0, usual))
    was_running = process.poll() is None
    if was_running:
        os.kill(process.pid, signal.SIGKILL) if alone else os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return was_running


def main() -> int:
    """Run, and print the figures; the exit code tells whether a page was ever broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    choose = random.Random(options.seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="perennial-kill-") as folder:
        demo = Demo(Path(folder), free_port())
        demo.prepare()
        begun = time.monotonic()
        export(demo).wait()
        usual = time.monotonic() - begun
        known = {path: {digest} for path, digest in sums(demo.site).items()}
        reader = Reader(demo.port, sorted(path for path in known if path.endswith(".html") and path[:4] != "404."))
        thread = threading.Thread(target=reader.run, daemon=True)
        with served(demo):
            thread.start()
            while counts["killed"] < options.kills:
                before = sums(demo.site)
                retitle(demo, counts["rounds"])
                counts["rounds"] += 1
                if kill(demo, choose, usual, is_late=counts["rounds"] % 2 == 0, alone=counts["rounds"] % 4 < 2):
                    counts["killed"] += 1
                after = sums(demo.site)
                counts["new site stood" if after != before else "old site stood"] += 1
                counts["sites that were not whole"] += not is_whole(demo.site)
                for path, digest in after.items():
                    known.setdefault(path, set()).add(digest)
            demo.manage("export_site")
            counts["sites that were not whole"] += not is_whole(demo.site)
            for path, digest in sums(demo.site).items():
                known.setdefault(path, set()).add(digest)
            reader.stop.set()
            thread.join()
        left = sorted(path.name for path in demo.site.parent.glob(f".{demo.site.name}.*"))
    broken = [answer for answer in reader.answers if answer[1] != 200 or answer[2] not in known[answer[0]]]
    print(f"export without a kill: {usual:.1f} s")
    for name, number in counts.items():
        print(f"{name}: {number}")
    print(f"pages fetched: {len(reader.answers)}, broken: {len(broken)}, not answered: {len(reader.faults)}")
    print(f"beside the site at the end: {', '.join(left)}")
    for fault in [*map(str, broken[:5]), *reader.faults[:5]]:
        print(f"  {fault}")
    return 1 if broken or reader.faults or counts["sites that were not whole"] else 0


if __name__ == "__main__":
    sys.exit(main())
