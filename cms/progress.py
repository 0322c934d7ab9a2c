"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

import shutil
import sys
import time
from typing import TextIO


class Progress:
    """Shows how far a known number of steps has come.

    On a terminal one line is rewritten; elsewhere a line is written every ten seconds, so that a log stays short.
    """

    def __init__(self, label: str, total: int, stream: TextIO = sys.stderr) -> None:
        """Begin `total` steps of the work called `label`."""
        self.label, self.total, self.stream = label, max(total, 1), stream
        self.done = 0
        self.last_line = time.monotonic()

    def step(self, text: str) -> None:
        """Count one step and show what is being done."""
        self.done = min(self.done + 1, self.total)
        if self.stream.isatty():
            width = 24
            filled = width * self.done // self.total
            line = f"{self.label} [{'#' * filled}{'.' * (width - filled)}] {self.done}/{self.total} {text}"
            columns = shutil.get_terminal_size().columns - 1
            self.stream.write(f"\r{line[:columns]:<{columns}}")
            self.stream.flush()
        elif time.monotonic() - self.last_line > 10:
            self.stream.write(f"{self.label} {self.done}/{self.total}: {text}\n")
            self.last_line = time.monotonic()

    def close(self) -> None:
        """End the line."""
        if self.stream.isatty():
            self.stream.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")
            self.stream.flush()
