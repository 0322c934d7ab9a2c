"""The memory of processes over time: does it go on growing."""

import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 2.0
# Growth from the third quarter of the time to the last that is no leak: pools, caches that are not full yet.
FEW_MEGABYTES, SMALL_SHARE = 8.0, 0.08


@dataclass
class Samples:
    """The memory of one process of its own, in MB, by the seconds since the beginning."""

    role: str
    taken: list[tuple[float, float]] = field(default_factory=list)

    def part(self, quarter: int) -> list[float]:
        """Return what was measured in one quarter (0 to 3) of the time."""
        size = max(1, len(self.taken) // 4)
        return [megabytes for _second, megabytes in self.taken[quarter * size : (quarter + 1) * size]]

    @property
    def slope(self) -> float:
        """MB a minute in the second half, by least squares; the first is to warm up."""
        rest = self.taken[len(self.taken) // 2 :]
        if len(rest) < 3:
            return 0.0
        seconds, megabytes = zip(*rest, strict=True)
        return 60 * statistics.linear_regression(seconds, megabytes).slope

    @property
    def leaks(self) -> bool:
        """Tell whether it grows from the third quarter to the last by more than pools and caches explain."""
        before, after = (statistics.median(self.part(quarter) or [0.0]) for quarter in (2, 3))
        return after - before > max(FEW_MEGABYTES, SMALL_SHARE * before)


class Watch(threading.Thread):
    """Looks at a process and all below it, until it is stopped."""

    def __init__(self, root: int) -> None:
        """Watch the process of this number."""
        super().__init__(daemon=True)
        self.root, self.ended = root, threading.Event()
        self.samples: dict[int, Samples] = {}

    def run(self) -> None:
        """Look."""
        start = time.monotonic()
        while not self.ended.wait(SECONDS):
            for number in _below(self.root):
                if megabytes := _anonymous(number):
                    samples = self.samples.setdefault(number, Samples(_role(number, self.root)))
                    samples.taken.append((time.monotonic() - start, megabytes))

    def stop(self) -> list[Samples]:
        """Return what was seen of the processes that lived for nine tenths of the time: others are warming up."""
        self.ended.set()
        self.join()
        most = max((len(samples.taken) for samples in self.samples.values()), default=0)
        return [samples for samples in self.samples.values() if len(samples.taken) > 0.9 * most]


def _below(root: int) -> list[int]:
    found = [root]
    for number in found:
        try:
            found += map(int, Path(f"/proc/{number}/task/{number}/children").read_text().split())
        except OSError:
            continue
    return found


def _anonymous(process: int) -> float:
    """Return what the process has for itself, without the files that it maps (proc_pid_status(5)); 0: it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0) / 1024


def _role(process: int, root: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
        parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return "gone"
    if process == root:
        return "serve"
    if "gunicorn" in " ".join(words):
        return "web, first process" if parent == root else "web"
    return next((word for word in words if word in {"work", "run_exports"}), Path(words[0]).name)
