"""Measure the headless API against Wagtail's API v2 and v3 on the same pages, and print a table.

`python -m benchmarks.api.measure --help`; `make bench` runs it.
"""

import argparse
import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.server import ROOT, free_port

WORKERS = 2
PAGE, LISTING, WORD = "/en/skills/empathy/", "/en/skills/", "empathy"
EXPAND = "breadcrumbs,navigation,translations"


@dataclass
class Row:
    """A kind of request at one API: which server answers it, and what came of each round."""

    kind: str
    api: str
    server: str
    path: str
    rates: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def rate(self) -> float:
        """Requests a second, the median of the rounds."""
        return statistics.median(self.rates)


def main() -> int:
    """Measure and print; return 1 where ours is slower than v3."""
    options = _arguments()
    with tempfile.TemporaryDirectory(prefix="perennial-bench-") as name:
        folder = Path(name)
        environment = _environment(folder)
        for words in (("migrate", "-v0"), ("load_content",)):
            _manage(environment, *words)
        rows = _rows(*_page_ids(environment))
        with _served(environment, "33554432") as kept, _served(environment, "0") as nothing:
            ports = {"kept": kept, "nothing": nothing}
            for row in rows:
                row.size = len(_get(ports[row.server], row.path))
            for _round in range(options.rounds):
                for row in rows:
                    _measure(row, ports[row.server], options)
    _print(rows)
    v3 = {row.kind: row.rate for row in rows if row.api == "Wagtail API v3"}
    slower = [row.kind for row in rows if row.api == "ours" and row.rate < v3.get(row.kind, 0)]
    if slower:
        print(f"slower than v3: {', '.join(slower)}", file=sys.stderr)
    return bool(slower)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0, help="of a round, for each line of the table")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the table shows medians")
    parser.add_argument("--at-once", type=int, default=8, help="requests under way at a time")
    return parser.parse_args()


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.api.settings",
        "PERENNIAL_VAR_DIR": str(folder),
        "BENCH_KEPT": "0",
        "PYTHONPATH": str(ROOT),
    }


def _manage(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def _page_ids(environment: dict[str, str]) -> list[int]:
    """Return the numbers that Wagtail's APIs name the page and the listing by."""
    program = (
        "from cms.learning.picture import take_picture as take; nodes = take().nodes; "
        "print('ids', nodes['en', 'skills/empathy'].page_id, nodes['en', 'skills'].page_id)"
    )
    found = re.search(r"ids (\d+) (\d+)", _manage(environment, "shell", "-v0", "-c", program))
    assert found
    return [int(number) for number in found.groups()]


def _rows(page: int, listing: int) -> list[Row]:
    ours, fields = "/++api++", "fields=*"
    detail, found, below = "page", "search", "listing"
    expanded = "page, three expansions"
    return [
        *(Row(expanded, *api, f"{ours}{PAGE}?expand={EXPAND}") for api in _OURS),
        *(Row(detail, *api, f"{ours}{PAGE}?include_items=false") for api in _OURS),
        Row(detail, "Wagtail API v2", "nothing", f"/api/v2/pages/{page}/?{fields}"),
        Row(detail, "Wagtail API v3", "nothing", f"/api/v3/pages/{page}/"),
        *(Row(found, *api, f"{ours}/en/@search?SearchableText={WORD}&b_size=20") for api in _OURS),
        Row(found, "Wagtail API v2", "nothing", f"/api/v2/pages/?search={WORD}&locale=en&limit=20"),
        Row(found, "Wagtail API v3", "nothing", f"/api/v3/pages/?search={WORD}&locale=en&limit=20"),
        *(Row(below, *api, f"{ours}{LISTING}?b_size=20") for api in _OURS),
        Row(below, "Wagtail API v2", "nothing", f"/api/v2/pages/?child_of={listing}&limit=20"),
        Row(below, "Wagtail API v3", "nothing", f"/api/v3/pages/?child_of={listing}&limit=20"),
    ]


_OURS = (("ours", "kept"), ("ours, no answer kept", "nothing"))


@contextmanager
def _served(environment: dict[str, str], kept: str) -> Iterator[int]:
    """Serve as a deployer does, but for the threads, which Wagtail's APIs have no use for either."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    server = subprocess.Popen(
        [*command, "--preload", "--no-control-socket", "--log-level", "error"],
        cwd=ROOT,
        env={**environment, "BENCH_KEPT": kept},
    )
    try:
        for _try in range(300):
            time.sleep(0.1)
            try:
                _get(port, "/++api++/en/")
                break
            except OSError:
                continue
        yield port
    finally:
        server.terminate()
        server.wait()


def _get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
        content: bytes = response.read()
        return content


def _measure(row: Row, port: int, options: argparse.Namespace) -> None:
    asyncio.run(_send(row, port, options.seconds / 4, options.at_once))
    times = asyncio.run(_send(row, port, options.seconds, options.at_once))
    row.rates.append(len(times) / options.seconds)
    row.p99s.append(1000 * sorted(times)[int(0.99 * (len(times) - 1))])


async def _send(row: Row, port: int, seconds: float, at_once: int) -> list[float]:
    """Ask again and again on so many connections; return how long each answer took, in seconds."""
    end, times = time.perf_counter() + seconds, []

    async def client() -> None:
        while time.perf_counter() < end:
            start = time.perf_counter()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {row.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"{row.path}: {answer[:200]!r}")
            times.append(time.perf_counter() - start)

    async with asyncio.TaskGroup() as group:
        for _number in range(at_once):
            group.create_task(client())
    return times


def _print(rows: list[Row]) -> None:
    print("| request | API | a second | p99 ms | KB | of v3 |")
    print("|---|---|---:|---:|---:|---:|")
    v3 = {row.kind.partition(",")[0]: row.rate for row in rows if row.api == "Wagtail API v3"}
    for row in rows:
        ratio = row.rate / v3[row.kind.partition(",")[0]]
        p99 = statistics.median(row.p99s)
        print(f"| {row.kind} | {row.api} | {row.rate:.0f} | {p99:.0f} | {row.size / 1000:.1f} | {ratio:.1f} |")


if __name__ == "__main__":
    sys.exit(main())
