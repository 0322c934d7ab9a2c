"""Passwords that have leaked, looked up in a file on this machine: nobody is asked, nothing is kept in memory.

The file is what Have I Been Pwned's downloader writes: a line `SHA1HEX:count` each, ordered by the hash (a billion
lines, 40 GB). A look is a binary search: some forty short reads.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import IO

HASH = 40
LINE = re.compile(rb"[0-9A-Fa-f]{40}:\d+\r?\n?")
# Looked at to learn whether the file is what it should be: so many places in it, so many lines at each. The downloader
# works at several places at once, so lines beside each other may be in disorder where the whole looks ordered.
PLACES, LINES = 16, 500
# A file of this size and more has hashes of every beginning; one that has not was cut off.
WHOLE_FROM = 1_000_000


def is_leaked(path: Path, password: str) -> bool:
    """Tell whether a password stands in the file.

    Raises:
        OSError: the file cannot be read.
    """
    # The list is of SHA-1: what is looked up is what leaked, nothing is protected by it.
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        # The line that is wanted begins at `low` or later, and before `high`.
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            start = _next_line(file, middle)
            line = file.readline() if start < high else b""
            found = line[:HASH].upper()
            if found == wanted:
                return True
            if line and found < wanted:
                low = start + len(line)
            else:
                high = middle
    return False


def faults_of(path: Path) -> Iterator[str]:
    """Yield why the file is of no use, if it is; no more than the first reason."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            lines = _sample(file, size)
    except FileNotFoundError:
        yield f"{path} is not there."
        return
    except OSError as error:
        yield f"{path} cannot be read: {error.strerror}."
        return
    if not lines:
        yield f"{path} is empty."
    elif wrong := next((line for line in lines if not LINE.fullmatch(line)), None):
        yield f"{path} has a line that is no SHA-1 with its count: {wrong[:60]!r}."
    elif any(second[:HASH].upper() < first[:HASH].upper() for first, second in pairwise(lines)):
        yield f"{path} is not ordered by hash, so nothing is found in it. Order it: LC_ALL=C sort -u -o {path} {path}"
    elif size >= WHOLE_FROM and (lines[0][:1] != b"0" or lines[-1][:1].upper() != b"F"):
        yield f"{path} was cut off: it goes from {lines[0][:5]!r} to {lines[-1][:5]!r}. Fetch it again."


def _sample(file: IO[bytes], size: int) -> list[bytes]:
    """Return lines from all over the file in their order, the first and the last among them."""
    lines: dict[int, bytes] = {}
    for position in (*(size * place // PLACES for place in range(PLACES)), max(0, size - HASH * 4)):
        start = _next_line(file, position)
        for _number in range(LINES):
            if line := file.readline():
                lines[start] = line
                start += len(line)
    return [lines[start] for start in sorted(lines)]


def _next_line(file: IO[bytes], position: int) -> int:
    """Go to the first line that begins at the position or after it, and return where that is."""
    if position:
        file.seek(position - 1)
        file.readline()
    else:
        file.seek(0)
    return file.tell()
