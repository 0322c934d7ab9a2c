"""Runs many made-up inputs against a target, in batches; keeps what went wrong, how long it took, and the memory."""

import gc
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

BATCHES = 8
# An input that takes longer counts as one that hangs: seconds of this process, and of the clock on a busy machine.
LONGEST_SECONDS = 10
LONGEST_WAIT = 120
# What the first batches fill once (caches, compiled patterns, pools) is no growth; what the later ones add is.
WARM_BATCHES = 2
MOST_GROWTH_MB = 16.0
ROOT = Path(__file__).parents[2]


class HangError(BaseException):
    """An input that is worked on for too long. No Exception, so that nothing on the way takes it for its own."""


@dataclass
class Line:
    """One target in the table: memory is the resident set in MB, before the first, after the warm, and after all."""

    target: str
    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    before: float = 0.0
    warm: float = 0.0
    after: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def grew(self) -> float:
        """How much the memory grew after the warm batches."""
        return self.after - self.warm


class Fuzzer:
    """Fuzzes targets one after the other and collects the lines of the table."""

    def __init__(self, scale: float, first_seed: int) -> None:
        self.scale = scale
        self.first_seed = first_seed
        self.lines: list[Line] = []

    def run(
        self,
        target: str,
        inputs: int,
        strategy: "SearchStrategy[Any]",
        attempt: Callable[[Any], object],
        process: int | None = None,
    ) -> None:
        """Try about so many inputs; an assertion fails at the end where one broke the target, or memory grew.

        `process` is whose memory counts: this one's, unless another does the work.
        """
        watched = process or os.getpid()
        line = Line(target, before=_memory(watched))
        self.lines.append(line)
        each = max(1, round(inputs * self.scale / BATCHES))
        begun = time.monotonic()
        for batch in range(BATCHES):
            self._batch(line, each, self.first_seed + batch, strategy, attempt)
            gc.collect()
            if batch == WARM_BATCHES - 1:
                line.warm = _memory(watched)
        line.seconds, line.after = time.monotonic() - begun, _memory(watched)
        assert not line.faults, "\n\n".join(f"{where}\n{what}" for where, what in line.faults.items())
        assert line.grew < MOST_GROWTH_MB, f"{target}: the memory grew by {line.grew:.0f} MB"

    def _batch(
        self, line: Line, each: int, number: int, strategy: "SearchStrategy[Any]", attempt: Callable[[Any], object]
    ) -> None:
        @seed(number)
        @settings(
            max_examples=each,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def one(value: Any) -> None:
            line.inputs += 1
            begun = time.monotonic()
            try:
                with _at_most(LONGEST_SECONDS):
                    attempt(value)
            except (Exception, HangError) as error:
                line.faults.setdefault(_place(error), f"{error!r}\ninput: {value!r}"[:1500])
            line.slowest = max(line.slowest, time.monotonic() - begun)

        one()

    def table(self) -> str:
        """Return what was seen, as a table of Markdown."""
        head = ("target", "inputs", "seconds", "slowest", "faults", "MB before", "MB after")
        rows = [head, tuple("---" if name == "target" else "---:" for name in head)]
        for line in self.lines:
            numbers = (f"{line.seconds:.0f}", f"{line.slowest:.2f} s", str(len(line.faults)))
            rows.append((line.target, str(line.inputs), *numbers, f"{line.before:.0f}", f"{line.after:.0f}"))
        total = (
            f"{sum(line.seconds for line in self.lines):.0f}",
            "",
            str(sum(len(line.faults) for line in self.lines)),
        )
        rows.append(("all", str(sum(line.inputs for line in self.lines)), *total, "", ""))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _place(error: BaseException) -> str:
    """Return what tells one fault from another: its kind, and the last line of our own code on the way to it."""
    ours = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(ROOT / "cms"))
    ]
    place = f"{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else "tests"
    return f"{type(error).__name__} at {place}"


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise HangError(f"longer than {seconds} s")

    timers = {signal.SIGPROF: (signal.ITIMER_PROF, seconds), signal.SIGALRM: (signal.ITIMER_REAL, LONGEST_WAIT)}
    before = {number: signal.signal(number, ring) for number in timers}
    for timer, limit in timers.values():
        signal.setitimer(timer, limit)
    try:
        yield
    finally:
        for number, (timer, _limit) in timers.items():
            signal.setitimer(timer, 0)
            signal.signal(number, before[number])


def _memory(process: int) -> float:
    """Return the resident set of a process in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_000_000


def options() -> tuple[float, int]:
    """Return by how much the numbers of inputs are multiplied, and the first seed."""
    return float(os.environ.get("FUZZ_SCALE") or 1), int(os.environ.get("FUZZ_SEED") or 1)


def in_words(refusal: object) -> None:
    """A refusal says something."""
    assert str(refusal).strip()
