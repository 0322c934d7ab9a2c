"""Run a command and say what it cost: the whole process, imports included."""

import os
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.export.environments import ROOT
from benchmarks.export.rows import Command, Corpus, Row

KILOBYTE = 1024
_QUERIES = re.compile(r"(\d+) queries$", re.MULTILINE)
_REPORTED = re.compile(r"^seconds=([0-9.]+)$", re.MULTILINE)
# With these a start would not use the bytecode that is there, or would order sets in its own way.
_LEFT_OUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "DJANGO_SETTINGS_MODULE")


class RunError(Exception):
    """A command failed; the message ends with the last line it wrote."""


@dataclass(frozen=True)
class Sample:
    """What one run cost.

    Attributes:
        wall: seconds from start to end.
        cpu: seconds of all its processes together, user and system.
        peak: megabytes (2**20) of the largest of its processes.
        load: load average of the machine when it started.
        queries: to the database, where the command says how many.
    """

    wall: float
    cpu: float
    peak: float
    load: float
    queries: int | None = None


@dataclass
class Result:
    """A row with what its runs cost; `failed` says why there are no more."""

    row: Row
    corpus: Corpus
    output: Path
    samples: list[Sample] = field(default_factory=list)
    failed: str = ""

    def median(self, value: Callable[[Sample], float]) -> float:
        """Return the median of one value of the samples."""
        return statistics.median(value(sample) for sample in self.samples)

    @property
    def wall(self) -> float:
        """The median of the seconds."""
        return self.median(lambda sample: sample.wall)

    @property
    def cpu(self) -> float:
        """The median of the seconds of all processes together: steadier where other work shares the machine."""
        return self.median(lambda sample: sample.cpu)


def run_quietly(command: Command, row: Row, corpus: Corpus) -> None:
    """Run a command that is not measured.

    Raises:
        RunError: it failed.
    """
    run_timed(command, row, corpus)


def run_timed(command: Command, row: Row, corpus: Corpus) -> Sample:
    """Run a command to its end.

    The peak is what the kernel counted. A child starts with the peak of this process, which is below that of any
    exporter as long as outputs are compared after the timing.

    Raises:
        RunError: it failed, or reported no time although the row says it does.
    """
    load = os.getloadavg()[0]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(row, corpus), stdout=log, stderr=log)
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        written = log.read()
    if process.returncode:
        lines = written.strip().splitlines() or ["it wrote nothing"]
        raise RunError(f"{_short(command)} ended with {process.returncode}: {lines[-1]}")
    if row.reports:
        wall = _reported(written, command)
    asked = _QUERIES.findall(written)
    queries = int(asked[-1]) if asked else None
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KILOBYTE, load, queries)


def _reported(written: str, command: Command) -> float:
    found = _REPORTED.findall(written)
    if not found:
        raise RunError(f"{_short(command)} printed no line seconds=...")
    return float(found[-1])


def _short(command: Command) -> str:
    """Return a command without the folders, for a message."""
    return " ".join(part.rpartition("/")[2] for part in command[:4])


def _environment(row: Row, corpus: Corpus) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    own = {"DJANGO_SETTINGS_MODULE": row.settings, "BENCH_CORPUS": str(corpus.folder)}
    return {**inherited, **own, **row.environment}
