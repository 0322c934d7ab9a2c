"""Measure the headless API against Wagtail's API v2 and v3 and plone.restapi on the same pages, and print a table.

`python -m benchmarks.api.measure --help`; `make bench` runs it.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.server import ROOT, free_port
from tests.judges.plone import API as PLONE_API
from tests.judges.plone import Instance, PloneError, install

WORKERS = 2
PAGE, LISTING, WORD = "/en/skills/empathy/", "/en/skills/", "empathy"
EXPAND = "breadcrumbs,navigation,translations"
EXPANDED = "page, three expansions"
LANGUAGES = ("en", "fi", "es", "it", "pl", "ro")
OURS, V2, V3, PLONE = "ours", "Wagtail API v2", "Wagtail API v3", "plone.restapi"
# How many times as fast as Plone a page with its expansions is to be answered.
PLONE_TARGET = 3


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
    """Measure and print; return 1 where ours is slower than v3, or not three times as fast as Plone with expansions."""
    options = _arguments()
    with tempfile.TemporaryDirectory(prefix="perennial-bench-") as name, ExitStack() as servers:
        folder = Path(name)
        environment = _environment(folder)
        for words in (("migrate", "-v0"), ("load_content",), ("export_plone", str(folder / "plone-export"))):
            _manage(environment, *words)
        rows = _rows(*_page_ids(environment))
        ports = {
            "kept": servers.enter_context(_served(environment, "33554432")),
            "nothing": servers.enter_context(_served(environment, "0")),
            **(_plone(folder, servers) if options.plone else {}),
        }
        rows = [row for row in rows if row.server in ports]
        for row in rows:
            row.size = len(_get(ports[row.server], row.path))
        for _round in range(options.rounds):
            for row in rows:
                _measure(row, ports[row.server], options)
    _print(rows)
    slower = _slower(rows)
    for words in slower:
        print(words, file=sys.stderr)
    return bool(slower)


def _plone(folder: Path, servers: ExitStack) -> dict[str, int]:
    """Return the ports of a Plone that took in what `export_plone` wrote; none where it cannot be had."""
    try:
        instance = Instance(install(), folder / "plone", LANGUAGES)
        _leave_out_own_form(folder / "plone-export")
        instance.take_in(folder / "plone-export")
        return {
            "plone, workers": servers.enter_context(instance.workers(WORKERS)),
            "plone, plain": servers.enter_context(instance.plain()),
        }
    except PloneError as error:
        print(f"plone.restapi is left out. {error}", file=sys.stderr)
        return {}


def _leave_out_own_form(export: Path) -> None:
    """Take out what `export_plone` sends along for the way back: it would make Plone's answers twice as large."""
    for file in export.glob("content/*/data.json"):
        data = json.loads(file.read_text("utf-8"))
        for block in data["blocks"].values():
            block.pop("perennial", None)
        file.write_text(json.dumps(data), "utf-8")


def _slower(rows: list[Row]) -> list[str]:
    """Return the promises that do not hold, in words."""
    ours = {row.kind: row.rate for row in rows if row.api == OURS}
    v3, plone = _best(rows, V3), _best(rows, PLONE)
    broken = [f"{kind}: slower than v3" for kind, rate in ours.items() if rate < v3.get(kind, 0)]
    if ours[EXPANDED] < PLONE_TARGET * plone.get(EXPANDED, 0):
        broken.append(f"{EXPANDED}: less than {PLONE_TARGET} times as fast as Plone")
    return broken


def _best(rows: list[Row], api: str) -> Mapping[str, float]:
    """Return the rate of an API by the kind of request, the better where it runs in two ways."""
    return {row.kind: row.rate for row in sorted(rows, key=lambda row: row.rate) if row.api.startswith(api)}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0, help="of a round, for each line of the table")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the table shows medians")
    parser.add_argument("--at-once", type=int, default=8, help="requests under way at a time")
    parser.add_argument("--without-plone", action="store_false", dest="plone", help="leave plone.restapi out")
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
        "from cms.learning.snapshot import take_snapshot as take; nodes = take().nodes; "
        "print('ids', nodes['en', 'skills/empathy'].page_id, nodes['en', 'skills'].page_id)"
    )
    found = re.search(r"ids (\d+) (\d+)", _manage(environment, "shell", "-v0", "-c", program))
    assert found
    return [int(number) for number in found.groups()]


def _rows(page: int, listing: int) -> list[Row]:
    ours, found, below = "/++api++", "search", "listing"
    search, at_plone = f"SearchableText={WORD}&b_size=20", f"{PLONE_API}{PAGE.rstrip('/')}"
    return [
        *(Row(EXPANDED, *api, f"{ours}{PAGE}?expand={EXPAND}") for api in _OURS),
        *(Row(EXPANDED, *api, f"{at_plone}?expand={EXPAND}") for api in _PLONES),
        *(Row("page", *api, f"{ours}{PAGE}?include_items=false") for api in _OURS),
        Row("page", V2, "nothing", f"/api/v2/pages/{page}/?fields=*"),
        Row("page", V3, "nothing", f"/api/v3/pages/{page}/"),
        *(Row("page", *api, f"{at_plone}?include_items=false") for api in _PLONES),
        *(Row(found, *api, f"{ours}/en/@search?{search}") for api in _OURS),
        Row(found, V2, "nothing", f"/api/v2/pages/?search={WORD}&locale=en&limit=20"),
        Row(found, V3, "nothing", f"/api/v3/pages/?search={WORD}&locale=en&limit=20"),
        *(Row(found, *api, f"{PLONE_API}/en/@search?{search}") for api in _PLONES),
        *(Row(below, *api, f"{ours}{LISTING}?b_size=20") for api in _OURS),
        Row(below, V2, "nothing", f"/api/v2/pages/?child_of={listing}&limit=20"),
        Row(below, V3, "nothing", f"/api/v3/pages/?child_of={listing}&limit=20"),
        *(Row(below, *api, f"{PLONE_API}{LISTING.rstrip('/')}?b_size=20") for api in _PLONES),
    ]


_OURS = ((OURS, "kept"), (f"{OURS}, no answer kept", "nothing"))
_PLONES = ((f"{PLONE}, {WORKERS} workers", "plone, workers"), (f"{PLONE}, one process", "plone, plain"))


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
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
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
    headers = "Host: 127.0.0.1\r\nAccept: application/json\r\nConnection: close"

    async def client() -> None:
        while time.perf_counter() < end:
            start = time.perf_counter()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {row.path} HTTP/1.1\r\n{headers}\r\n\r\n".encode())
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
    print("| request | API | a second | p99 ms | KB | of v3 | of Plone |")
    print("|---|---|---:|---:|---:|---:|---:|")
    # v3 has no expansions: its plain page stands beside ours with them.
    v3, plone = _best(rows, V3), _best(rows, PLONE)
    for row in rows:
        ratios = [row.rate / v3[row.kind.partition(",")[0]], row.rate / plone[row.kind] if plone else None]
        shown = " | ".join("" if ratio is None else f"{ratio:.1f}" for ratio in ratios)
        p99 = statistics.median(row.p99s)
        print(f"| {row.kind} | {row.api} | {row.rate:.0f} | {p99:.0f} | {row.size / 1000:.1f} | {shown} |")


if __name__ == "__main__":
    sys.exit(main())
